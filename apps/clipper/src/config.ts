import { z } from 'zod';
import { artifactsEnv } from '@shared/artifacts/artifacts-env';
import { serviceEnv } from '@shared/config/service-env';
import { engineEnv } from '@shared/generation/pools/engine-settings';
import { VIDEO_MODEL } from '@shared/generation/engine/models-env';
import { masterKeyEnv } from '@shared/keys/master-keys';
import { mediaEnv } from '@shared/media/media-env';
import { modelRule } from '@shared/vendors/model-rule';
import { vendorEnv } from '@shared/vendors/vendor-env';
import { refuseHalfWebhooks, webhookEnv } from '@shared/webhooks/webhook-env';

const settingsSchema = z.object({
  ...serviceEnv,
  ...artifactsEnv,
  ...vendorEnv,
  ...masterKeyEnv,
  ...webhookEnv,
  ...engineEnv({ maxInFlight: 3, maxPerMinute: 10, submitGapMs: 0, maxAttempts: 3 }),
  ...VIDEO_MODEL,
  ...mediaEnv,
});

export const clipperConfigSchema = settingsSchema.superRefine(refuseHalfWebhooks).superRefine(modelRule('video'));

export type ClipperConfig = z.infer<typeof clipperConfigSchema>;
