import type { Clock } from '@shared/clock/clock';
import { verifyFalWebhook } from '@shared/webhooks/fal-webhook';
import { Jwks } from '@shared/webhooks/jwks';
import { verifyReplicateWebhook } from '@shared/webhooks/replicate-webhook';
import { headerOf, type NoticeHeaders, type NoticeVerdict } from '@shared/webhooks/vendor-notice';
import { readWebhookAddress } from '@shared/webhooks/webhook-address';
import { type Notice, readNotice, readSentAlong } from './read-notice';
import type { WebhookSettings } from './webhook-settings';
import { WebhookSignatures } from './webhook-signatures';

/** One request of a vendor. */
export interface Arrival {
  headers: NoticeHeaders;
  body: Buffer;
  /** Path and query: some vendors hand nothing else of ours back. */
  address: string;
}

/** `notice` is null where it tells of something else than the end of an operation. */
export type Heard = { kind: 'genuine'; notice: Notice | null } | { kind: 'stale' | 'forged' | 'unreadable' };

type Listen = (arrival: Arrival) => Promise<Heard>;

/** How each vendor's webhooks are told from those of everybody else. One without what that takes is not listened to. */
export class WebhookListeners {
  private readonly byVendor: Partial<Record<string, Listen>>;

  constructor(settings: WebhookSettings, clock: Clock) {
    const { replicateSecrets: secrets, falJwksUrl } = settings;
    const fal = new Jwks({ url: falJwksUrl, clock, keyType: 'OKP' });
    const listenToReplicate: Listen = async ({ headers, body, address }) =>
      withAddress(verifyReplicateWebhook(headers, body, { secrets, now: clock.now() }), address);
    this.byVendor = {
      gemini: listenToGemini(settings, clock),
      ...(secrets.length > 0 && { replicate: listenToReplicate }),
      fal: async ({ headers, body, address }) =>
        withAddress(await verifyFalWebhook(headers, body, { loadKeys: () => fal.all(), now: clock.now() }), address),
    };
  }

  /** Null: nobody listens to that vendor. */
  of(vendor: string): Listen | null {
    return Object.hasOwn(this.byVendor, vendor) ? (this.byVendor[vendor] ?? null) : null;
  }
}

function listenToGemini({ jwksUrl, audience, signingSecrets: secrets }: WebhookSettings, clock: Clock): Listen {
  const signatures = new WebhookSignatures({ jwksUrl, audience, secrets, clock });
  return async ({ headers, body }) => {
    const [id, timestamp, signature] = ['id', 'timestamp', 'signature'].map((name) =>
      headerOf(headers, `webhook-${name}`),
    ) as [string, string, string];
    const verdict = await signatures.verify({ id, timestamp, signature }, body);
    if (verdict.kind !== 'genuine') return verdict;
    const notice = readNotice(verdict.content);
    return notice === 'unreadable' ? { kind: 'unreadable' } : { kind: 'genuine', notice };
  };
}

// The address carries what Gemini's envelope does.
function withAddress(verdict: NoticeVerdict, address: string): Heard {
  if (verdict.kind !== 'genuine') return verdict;
  const { operationId, outcome } = verdict.notice;
  const sentAlong = readSentAlong(readWebhookAddress(address));
  return { kind: 'genuine', notice: { operationId, outcome, sentAlong } };
}
