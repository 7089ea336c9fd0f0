import { z } from 'zod';
import { artifactsEnv } from '@shared/artifacts/artifacts-env';
import { serviceEnv } from '@shared/config/service-env';
import { engineEnv } from '@shared/generation/pools/engine-settings';
import { IMAGE_MODEL, TEXT_MODEL, VIDEO_MODEL } from '@shared/generation/engine/models-env';
import { masterKeyEnv } from '@shared/keys/master-keys';
import { mediaEnv } from '@shared/media/media-env';
import { modelRule } from '@shared/vendors/model-rule';
import { vendorEnv } from '@shared/vendors/vendor-env';
import { refuseHalfWebhooks, webhookEnv } from '@shared/webhooks/webhook-env';

/** The planner buys text; image and video models are named for its estimate. It makes the images of users anew with ffmpeg. */
const settingsSchema = z.object({
  ...serviceEnv,
  ...artifactsEnv,
  ...vendorEnv,
  ...masterKeyEnv,
  ...webhookEnv,
  ...engineEnv({ maxInFlight: 4, maxPerMinute: 60, submitGapMs: 0, maxAttempts: 3 }),
  ...TEXT_MODEL,
  ...IMAGE_MODEL,
  ...VIDEO_MODEL,
  ...mediaEnv,
});

export const plannerConfigSchema = settingsSchema.superRefine(refuseHalfWebhooks).superRefine(modelRule('text'));

export type PlannerConfig = z.infer<typeof plannerConfigSchema>;
