import { AppError } from '@shared/errors/app-error';
import { toShownValue } from './shown-value';

export const IDEMPOTENCY_KEY_RULE =
  '1 to 255 visible ASCII characters. Sent again with the same body it gives the same film; with another body, a conflict';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Null when the request has none. */
export function parseIdempotencyKey(rawKey: string | undefined): string | null {
  if (rawKey === undefined) return null;
  if (KEY.test(rawKey)) return rawKey;
  const rule = 'must be 1 to 255 visible ASCII characters';
  const errors = [{ field: 'Idempotency-Key', rule, value: toShownValue(rawKey) }];
  throw new AppError('INVALID_INPUT', `Idempotency-Key: ${rule}`, { details: { errors } });
}
