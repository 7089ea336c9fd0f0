import { z } from 'zod';
import { FAL_JWKS_URL } from '@shared/webhooks/fal-webhook';
import type { WebhookEnv } from '@shared/webhooks/webhook-env';
import { namedSecrets, plainSecret } from '../credential';

export const falEnv = {
  /** `<id>:<secret>`. Never logged, never in a row or an event. */
  FAL_KEY: plainSecret,
  /** Further keys, each with a name of its own, like `second:<id>:<secret>`, joined by commas. */
  FAL_KEYS: namedSecrets,
  /** Any server that speaks the wire of fal's queue. */
  FAL_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://queue.fal.run'),
  /** Where fal shows the keys that its webhooks are signed with; the gateway asks there. */
  FAL_JWKS_URL: z.url({ protocol: /^https?$/ }).default(FAL_JWKS_URL),
};

export interface FalSettings {
  key: string;
  baseUrl: string;
  /** Whether submits carry the address of a webhook: nothing else tells of one whose answer was lost. */
  webhooks: boolean;
}

type Env = Pick<z.infer<z.ZodObject<typeof falEnv>>, 'FAL_BASE_URL'>;

export function toFalSettings(env: Env & WebhookEnv, key: string): FalSettings {
  const baseUrl = env.FAL_BASE_URL.replace(/\/+$/, '');
  return { key, baseUrl, webhooks: env.WEBHOOK_URL !== undefined };
}
