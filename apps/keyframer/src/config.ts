import { z } from 'zod';
import { artifactsEnv } from '@shared/artifacts/artifacts-env';
import { serviceEnv } from '@shared/config/service-env';
import { geminiEnv } from '@shared/gemini/gemini-env';
import { engineEnv } from '@shared/generation/engine-settings';
import { FALLBACK_IMAGE_MODEL, IMAGE_MODEL } from '@shared/generation/models-env';
import { refuseHalfWebhooks, webhookEnv } from '@shared/webhooks/webhook-env';

const settingsSchema = z.object({
  ...serviceEnv,
  ...artifactsEnv,
  ...geminiEnv,
  ...webhookEnv,
  ...engineEnv({ maxInFlight: 4, maxPerMinute: 60, submitGapMs: 0, maxAttempts: 5 }),
  ...IMAGE_MODEL,
  ...FALLBACK_IMAGE_MODEL,
});

export const keyframerConfigSchema = settingsSchema.superRefine(refuseHalfWebhooks);

export type KeyframerConfig = z.infer<typeof keyframerConfigSchema>;
