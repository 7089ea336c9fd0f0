import { z } from 'zod';
import { artifactsEnv } from '@shared/artifacts/artifacts-env';
import { serviceEnv } from '@shared/config/service-env';
import { geminiEnv } from '@shared/gemini/gemini-env';
import { engineEnv } from '@shared/generation/engine-settings';
import { VIDEO_MODEL } from '@shared/generation/models-env';
import { mediaEnv } from '@shared/media/media-env';

export const clipperConfigSchema = z.object({
  ...serviceEnv,
  ...artifactsEnv,
  ...geminiEnv,
  ...engineEnv({ maxInFlight: 3, maxPerMinute: 10, submitGapMs: 0, maxAttempts: 3 }),
  ...VIDEO_MODEL,
  ...mediaEnv,
});

export type ClipperConfig = z.infer<typeof clipperConfigSchema>;
