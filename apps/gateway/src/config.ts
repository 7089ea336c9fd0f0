import { z } from 'zod';
import { artifactsEnv } from '@shared/artifacts/artifacts-env';
import { serviceEnv } from '@shared/config/service-env';
import { GOOGLE_BASE_URL } from '@shared/gemini/gemini-env';
import { IMAGE_MODEL, TEXT_MODEL, toDefaultModels, VIDEO_MODEL } from '@shared/generation/models-env';
import { toWebhookUrl } from '@shared/webhooks/attempt-webhooks';
import { isWebhookSecret } from '@shared/webhooks/standard-webhooks';
import { refuseHalfWebhooks, webhookEnv } from '@shared/webhooks/webhook-env';
import type { GatewaySettings } from './gateway.module';

const signingSecrets = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter(Boolean))
  .refine((secrets) => secrets.every(isWebhookSecret), 'must be whsec_… of 24 to 64 bytes, joined by commas');

const settingsSchema = z.object({
  ...serviceEnv,
  ...artifactsEnv,
  ...webhookEnv,
  ...TEXT_MODEL,
  ...IMAGE_MODEL,
  ...VIDEO_MODEL,
  /** Whose webhooks are believed: the public keys are below this address. */
  GEMINI_BASE_URL: z.url({ protocol: /^https?$/ }).default(GOOGLE_BASE_URL),
  /** For whom the tokens of Gemini's webhooks have to be. Default: the address that they are sent to. */
  GEMINI_WEBHOOK_AUDIENCE: z.string().optional(),
  /** Signing secrets of webhooks that are registered for a whole project at Gemini, joined by commas. Default none. */
  GEMINI_WEBHOOK_SECRETS: signingSecrets,
  /** Milliseconds of silence, before TIME_SCALE, after which a film's facts are asked for again. Default 60000. */
  RESYNC_AFTER_MS: z.coerce.number().int().min(1_000).max(86_400_000).default(60_000),
});

export const gatewayConfigSchema = settingsSchema.superRefine(refuseHalfWebhooks);

export type GatewayConfig = z.infer<typeof gatewayConfigSchema>;

export function toGatewaySettings(config: GatewayConfig): GatewaySettings {
  const models = toDefaultModels(config);
  return { resyncAfterMs: config.RESYNC_AFTER_MS, webhooks: toWebhookSettings(config), models };
}

function toWebhookSettings(config: GatewayConfig): GatewaySettings['webhooks'] {
  const { WEBHOOK_URL, WEBHOOK_SECRET, GEMINI_BASE_URL } = config;
  if (WEBHOOK_URL === undefined || WEBHOOK_SECRET === undefined) return null;
  return {
    tokenSecrets: WEBHOOK_SECRET,
    jwksUrl: `${GEMINI_BASE_URL.replace(/\/+$/, '')}/.well-known/jwks.json`,
    audience: config.GEMINI_WEBHOOK_AUDIENCE ?? toWebhookUrl(WEBHOOK_URL),
    signingSecrets: config.GEMINI_WEBHOOK_SECRETS,
  };
}
