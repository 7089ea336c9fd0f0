import { createHmac, timingSafeEqual } from 'node:crypto';

/** The three headers of Standard Webhooks 1.0. */
export interface WebhookHeaders {
  id: string;
  /** Whole seconds since 1970. */
  timestamp: string;
  signature: string;
}

const TOLERANCE_SECONDS = 300;
const VERSION = 'v1';

/** One signature for each secret, the newest first; whoever has any of them can check it. */
export function signWebhook(
  { id, timestamp }: Omit<WebhookHeaders, 'signature'>,
  body: Buffer | string,
  secrets: readonly string[],
): string {
  return secrets.map((secret) => `${VERSION},${digest({ id, timestamp }, body, secret).toString('base64')}`).join(' ');
}

/** Whether any of the signatures was made with any of the secrets. Says nothing about age. */
export function isSigned(headers: WebhookHeaders, body: Buffer | string, secrets: readonly string[]): boolean {
  const given = headers.signature.split(' ').flatMap((part) => {
    const [version, signature = ''] = part.split(',');
    return version === VERSION ? [Buffer.from(signature, 'base64')] : [];
  });
  const expected = secrets.map((secret) => digest(headers, body, secret));
  return expected.some((one) => given.some((other) => one.length === other.length && timingSafeEqual(one, other)));
}

/** Neither older nor further ahead than five minutes, so that what was once recorded is of no use later. */
export function isFresh(timestamp: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
}

export function isWebhookSecret(text: string): boolean {
  const { length } = toKey(text);
  return text.startsWith('whsec_') && length >= 24 && length <= 64;
}

function digest({ id, timestamp }: Omit<WebhookHeaders, 'signature'>, body: Buffer | string, secret: string): Buffer {
  return createHmac('sha256', toKey(secret)).update(`${id}.${timestamp}.`).update(body).digest();
}

function toKey(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
}
