import { z } from 'zod';
import { artifactsEnv } from '@shared/artifacts/artifacts-env';
import { serviceEnv } from '@shared/config/service-env';
import { masterKeyEnv } from '@shared/keys/master-keys';
import { IMAGE_MODEL, TEXT_MODEL, toDefaultModels, VIDEO_MODEL } from '@shared/generation/engine/models-env';
import { toWebhookUrl } from '@shared/webhooks/attempt-webhooks';
import { isWebhookSecret } from '@shared/webhooks/standard-webhooks';
import { refuseHalfWebhooks, webhookEnv } from '@shared/webhooks/webhook-env';
import { describeModels, vendorEnv } from '@shared/vendors/vendor-env';
import type { GatewaySettings } from './gateway.module';
import { listVendors, toKeySettings, vendorList } from './provider-keys/vendor-settings';
import { ModelSettings } from './models/model-settings';

const signingSecrets = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter(Boolean))
  .refine((secrets) => secrets.every(isWebhookSecret), 'must be whsec_… of 24 to 64 bytes, joined by commas');

const settingsSchema = z.object({
  ...serviceEnv,
  ...artifactsEnv,
  ...webhookEnv,
  ...vendorEnv,
  ...masterKeyEnv,
  ...TEXT_MODEL,
  ...IMAGE_MODEL,
  ...VIDEO_MODEL,
  /** Vendors for whom the stages have credentials, joined by commas. Default: those of whom the gateway has any itself; all, where it has none for the default models. */
  STAGE_VENDORS: vendorList,
  /** For whom the tokens of Gemini's webhooks have to be. Default: the address that they are sent to. */
  GEMINI_WEBHOOK_AUDIENCE: z.string().optional(),
  /** Signing secrets of webhooks that are registered for a whole project at Gemini, joined by commas. Default none. */
  GEMINI_WEBHOOK_SECRETS: signingSecrets,
  /** Milliseconds of silence, before TIME_SCALE, after which a film's facts are asked for again. Default 60000. */
  RESYNC_AFTER_MS: z.coerce.number().int().min(1_000).max(86_400_000).default(60_000),
  /** So often a film is asked for again because a service cannot take in a fact of it; then the film ends as failed. Default 6. */
  GIVE_UP_AFTER_RESYNCS: z.coerce.number().int().min(1).max(1_000).default(6),
  /** Days after which an uploaded image or piece of music that no film names is removed. Default 7; 0 keeps everything. */
  KEEP_UPLOADS_DAYS: z.coerce.number().int().min(0).max(3_650).default(7),
});

export const gatewayConfigSchema = settingsSchema.superRefine(refuseHalfWebhooks);

export type GatewayConfig = z.infer<typeof gatewayConfigSchema>;

export function toGatewaySettings(config: GatewayConfig): GatewaySettings {
  const defaults = toDefaultModels(config);
  const models = new ModelSettings(defaults, describeModels(config), listVendors(config, defaults));
  return { ...toTimes(config), webhooks: toWebhookSettings(config), models, keys: toKeySettings(config) };
}

function toTimes({ RESYNC_AFTER_MS, GIVE_UP_AFTER_RESYNCS, KEEP_UPLOADS_DAYS }: GatewayConfig) {
  return {
    resyncAfterMs: RESYNC_AFTER_MS,
    giveUpAfterResyncs: GIVE_UP_AFTER_RESYNCS,
    keepUploadsDays: KEEP_UPLOADS_DAYS,
  };
}

function toWebhookSettings(config: GatewayConfig): GatewaySettings['webhooks'] {
  const { WEBHOOK_URL, WEBHOOK_SECRET, GEMINI_BASE_URL } = config;
  if (WEBHOOK_URL === undefined || WEBHOOK_SECRET === undefined) return null;
  return {
    tokenSecrets: WEBHOOK_SECRET,
    jwksUrl: `${GEMINI_BASE_URL.replace(/\/+$/, '')}/.well-known/jwks.json`,
    audience: config.GEMINI_WEBHOOK_AUDIENCE ?? toWebhookUrl(WEBHOOK_URL),
    signingSecrets: config.GEMINI_WEBHOOK_SECRETS,
    replicateSecrets: config.REPLICATE_WEBHOOK_SECRET === undefined ? [] : [config.REPLICATE_WEBHOOK_SECRET],
    falJwksUrl: config.FAL_JWKS_URL,
  };
}
