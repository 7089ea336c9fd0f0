import { AttemptToken, type AttemptRef } from './attempt-token';
import type { WebhookEnv } from './webhook-env';

/** Below the base address: where the gateway hears each vendor. */
export const WEBHOOKS_PATH = 'v1/provider-webhooks';
export const GEMINI_WEBHOOK_PATH = `${WEBHOOKS_PATH}/gemini`;

/** What a submit carries, so that the provider can tell of the end of the operation. */
export interface AttemptWebhook {
  url: string;
  metadata: Record<'film' | 'attempt' | 'token', string>;
}

export class AttemptWebhooks {
  constructor(
    private readonly baseUrl: string,
    private readonly token: AttemptToken,
  ) {}

  of(attempt: AttemptRef, vendor: string): AttemptWebhook {
    const { filmId: film, attemptId } = attempt;
    const metadata = { film, attempt: attemptId, token: this.token.sign(attempt) };
    return { url: toWebhookUrl(this.baseUrl, vendor), metadata };
  }
}

/** Null where webhooks are off. */
export function toAttemptWebhooks({ WEBHOOK_URL, WEBHOOK_SECRET }: WebhookEnv): AttemptWebhooks | null {
  if (WEBHOOK_URL === undefined || WEBHOOK_SECRET === undefined) return null;
  return new AttemptWebhooks(WEBHOOK_URL, new AttemptToken(WEBHOOK_SECRET));
}

export function toWebhookUrl(baseUrl: string, vendor = 'gemini'): string {
  return `${baseUrl.replace(/\/+$/, '')}/${WEBHOOKS_PATH}/${vendor}`;
}
