import { createHash, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { isFresh } from './standard-webhooks';
import { headerOf, type NoticeHeaders, type NoticeVerdict, parseNotice } from './vendor-notice';

export const FAL_JWKS_URL = 'https://rest.alpha.fal.ai/.well-known/jwks.json';

export interface FalWebhookRules {
  /** Ed25519: a signature does not name its key. */
  loadKeys: () => Promise<readonly KeyObject[]>;
  now: Date;
}

const noticeSchema = z.object({ request_id: z.string().min(1), status: z.enum(['OK', 'ERROR']) });
const HEX_SIGNATURE = /^[0-9a-f]{128}$/i;

/** Ed25519 over the request's id, the user's, the time and the SHA-256 of the body. */
export async function verifyFalWebhook(
  headers: NoticeHeaders,
  body: Buffer,
  { loadKeys, now }: FalWebhookRules,
): Promise<NoticeVerdict> {
  const [requestId = '', userId = '', timestamp = '', signature = ''] = [
    'request-id',
    'user-id',
    'timestamp',
    'signature',
  ].map((name) => headerOf(headers, `x-fal-webhook-${name}`));
  if (!HEX_SIGNATURE.test(signature)) return { kind: 'forged' };
  const text = buildSignedText({ requestId, userId, timestamp, body });
  const keys = await loadKeys();
  const isSigned = keys.some((key) => verify(null, text, key, Buffer.from(signature, 'hex')));
  if (!isSigned) return { kind: 'forged' };
  if (!isFresh(timestamp, now)) return { kind: 'stale' };
  const { success, data } = noticeSchema.safeParse(parseNotice(body));
  // The header is what was signed for; a body about another request is not.
  if (!success || data.request_id !== requestId) return { kind: 'unreadable' };
  return {
    kind: 'genuine',
    notice: { operationId: requestId, outcome: data.status === 'OK' ? 'completed' : 'failed' },
  };
}

function buildSignedText(parts: { requestId: string; userId: string; timestamp: string; body: Buffer }): Buffer {
  const digest = createHash('sha256').update(parts.body).digest('hex');
  return Buffer.from([parts.requestId, parts.userId, parts.timestamp, digest].join('\n'));
}
