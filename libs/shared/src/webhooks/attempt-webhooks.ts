import { AttemptToken, type AttemptRef } from './attempt-token';
import type { WebhookEnv } from './webhook-env';

/** Below the base address: where the gateway hears Gemini. */
export const GEMINI_WEBHOOK_PATH = 'v1/provider-webhooks/gemini';

/** What a submit carries, so that the provider can tell of the end of the operation. */
export interface AttemptWebhook {
  url: string;
  metadata: Record<'film' | 'attempt' | 'token', string>;
}

export class AttemptWebhooks {
  constructor(
    private readonly url: string,
    private readonly token: AttemptToken,
  ) {}

  of(attempt: AttemptRef): AttemptWebhook {
    const { filmId: film, attemptId } = attempt;
    return { url: this.url, metadata: { film, attempt: attemptId, token: this.token.sign(attempt) } };
  }
}

/** Null where webhooks are off. */
export function toAttemptWebhooks({ WEBHOOK_URL, WEBHOOK_SECRET }: WebhookEnv): AttemptWebhooks | null {
  if (WEBHOOK_URL === undefined || WEBHOOK_SECRET === undefined) return null;
  return new AttemptWebhooks(toWebhookUrl(WEBHOOK_URL), new AttemptToken(WEBHOOK_SECRET));
}

export function toWebhookUrl(baseUrl: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/${GEMINI_WEBHOOK_PATH}`;
}
