import { z } from 'zod';
import { artifactsEnv } from '@shared/artifacts/artifacts-env';
import { serviceEnv } from '@shared/config/service-env';

export const gatewayConfigSchema = z.object({
  ...serviceEnv,
  ...artifactsEnv,
  /** Milliseconds of silence, before TIME_SCALE, after which a film's facts are asked for again. Default 60000. */
  RESYNC_AFTER_MS: z.coerce.number().int().min(1_000).max(86_400_000).default(60_000),
});

export type GatewayConfig = z.infer<typeof gatewayConfigSchema>;
