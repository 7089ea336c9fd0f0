import { z } from 'zod';
import { isFresh, isSigned } from './standard-webhooks';
import { headerOf, type NoticeHeaders, type NoticeVerdict, parseNotice } from './vendor-notice';

export interface ReplicateWebhookRules {
  /** `whsec_…`; several while it is being changed. */
  secrets: readonly string[];
  now: Date;
}

const OUTCOMES = { succeeded: 'completed', failed: 'failed', canceled: 'cancelled', aborted: 'cancelled' } as const;
const predictionSchema = z.object({
  id: z.string().min(1),
  status: z.enum(['succeeded', 'failed', 'canceled', 'aborted']),
});

/** Standard Webhooks around a prediction that has ended. */
export function verifyReplicateWebhook(
  headers: NoticeHeaders,
  body: Buffer,
  { secrets, now }: ReplicateWebhookRules,
): NoticeVerdict {
  const [id = '', timestamp = '', signature = ''] = ['id', 'timestamp', 'signature'].map((name) =>
    headerOf(headers, `webhook-${name}`),
  );
  if (!isSigned({ id, timestamp, signature }, body, secrets)) return { kind: 'forged' };
  if (!isFresh(timestamp, now)) return { kind: 'stale' };
  const { success, data } = predictionSchema.safeParse(parseNotice(body));
  if (!success) return { kind: 'unreadable' };
  return { kind: 'genuine', notice: { operationId: data.id, outcome: OUTCOMES[data.status] } };
}
