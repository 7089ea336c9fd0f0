import { z } from 'zod';
import { artifactsEnv } from '@shared/artifacts/artifacts-env';
import { serviceEnv } from '@shared/config/service-env';
import { geminiEnv } from '@shared/gemini/gemini-env';
import { engineEnv } from '@shared/generation/engine-settings';
import { IMAGE_MODEL } from '@shared/generation/models-env';

export const keyframerConfigSchema = z.object({
  ...serviceEnv,
  ...artifactsEnv,
  ...geminiEnv,
  ...engineEnv({ maxInFlight: 4, maxPerMinute: 60, submitGapMs: 0, maxAttempts: 5 }),
  ...IMAGE_MODEL,
});

export type KeyframerConfig = z.infer<typeof keyframerConfigSchema>;
