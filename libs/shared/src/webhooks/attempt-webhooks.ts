import type { ServiceName } from '@shared/contracts/events';
import { AttemptToken, type AttemptRef } from './attempt-token';
import type { WebhookEnv } from './webhook-env';

/** Below the base address: where the gateway hears each vendor. */
export const WEBHOOKS_PATH = 'v1/provider-webhooks';
export const GEMINI_WEBHOOK_PATH = `${WEBHOOKS_PATH}/gemini`;

/** What a submit carries, so that the provider can tell of the end of the operation. */
export interface AttemptWebhook {
  url: string;
  metadata: Record<'film' | 'attempt' | 'token', string> & { stage: ServiceName };
}

export class AttemptWebhooks {
  constructor(
    private readonly baseUrl: string,
    private readonly token: AttemptToken,
  ) {}

  /** `stage`: whose attempt it is. Nobody vouches for it, and it says only who hears. */
  of(attempt: AttemptRef, { vendor, stage }: { vendor: string; stage: ServiceName }): AttemptWebhook {
    const { filmId: film, attemptId } = attempt;
    const metadata = { film, attempt: attemptId, token: this.token.sign(attempt), stage };
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
