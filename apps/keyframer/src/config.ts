import { z } from 'zod';
import { artifactsEnv } from '@shared/artifacts/artifacts-env';
import { serviceEnv } from '@shared/config/service-env';
import { engineEnv } from '@shared/generation/pools/engine-settings';
import { IMAGE_MODEL } from '@shared/generation/engine/models-env';
import { masterKeyEnv } from '@shared/keys/master-keys';
import { modelRule } from '@shared/vendors/model-rule';
import { vendorEnv } from '@shared/vendors/vendor-env';
import { refuseHalfWebhooks, webhookEnv } from '@shared/webhooks/webhook-env';

const settingsSchema = z.object({
  ...serviceEnv,
  ...artifactsEnv,
  ...vendorEnv,
  ...masterKeyEnv,
  ...webhookEnv,
  ...engineEnv({ maxInFlight: 4, maxPerMinute: 60, submitGapMs: 0, maxAttempts: 5 }),
  ...IMAGE_MODEL,
});

export const keyframerConfigSchema = settingsSchema.superRefine(refuseHalfWebhooks).superRefine(modelRule('image'));

export type KeyframerConfig = z.infer<typeof keyframerConfigSchema>;
