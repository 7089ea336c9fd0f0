import { z } from 'zod';
import type { WebhookEnv } from '@shared/webhooks/webhook-env';
import { isWebhookSecret } from '@shared/webhooks/standard-webhooks';
import { namedSecrets, plainSecret } from '../credential';

export const replicateEnv = {
  /** API token. Never logged, never in a row or an event. */
  REPLICATE_API_TOKEN: plainSecret,
  /** Further tokens, each with a name of its own, like `second:r8_…`, joined by commas. */
  REPLICATE_API_TOKENS: namedSecrets,
  /** Any server that speaks the Replicate wire. */
  REPLICATE_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://api.replicate.com/v1'),
  /** `GET /v1/webhooks/default/secret`; the gateway checks with it who sent a webhook. */
  REPLICATE_WEBHOOK_SECRET: z.string().refine(isWebhookSecret, 'must be like whsec_…').optional(),
};

export interface ReplicateSettings {
  apiToken: string;
  baseUrl: string;
  /** Whether submits carry the address of a webhook: by it they are told, and found in the list. */
  webhooks: boolean;
}

type Env = Pick<z.infer<z.ZodObject<typeof replicateEnv>>, 'REPLICATE_BASE_URL'>;

export function toReplicateSettings(env: Env & WebhookEnv, apiToken: string): ReplicateSettings {
  const baseUrl = env.REPLICATE_BASE_URL.replace(/\/+$/, '');
  return { apiToken, baseUrl, webhooks: env.WEBHOOK_URL !== undefined };
}
