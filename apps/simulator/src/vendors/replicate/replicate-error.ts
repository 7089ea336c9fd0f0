import type { WireError } from '../../wire/wire-error';
import { messageOf, VendorError } from '../serve-vendor';

const TITLES: Record<number, string> = {
  402: 'Insufficient credit',
  404: 'Not found',
  409: 'Conflict',
  422: 'Input validation failed',
  429: 'Too many requests',
};

/** `{ title, detail, status }`, and where a prediction is throttled, when it is so no longer. */
export function toReplicateError(error: WireError): WireError {
  const { httpStatus, headers } = error;
  if (httpStatus === 429) return throttled(headers);
  // What is wrong with the input is 422 there.
  const status = httpStatus === 400 ? 422 : httpStatus;
  return replicateError(status, messageOf(error), headers);
}

export function replicateError(status: number, detail: string, headers: Record<string, string> = {}): WireError {
  return new VendorError(status, { detail, status, title: TITLES[status] ?? 'Error' }, headers);
}

function throttled(headers: Record<string, string>): WireError {
  const seconds = Number(headers['retry-after'] ?? 2);
  const detail = `Request was throttled. Your rate limit resets in ~${seconds}s.`;
  const body = { detail, status: 429, title: 'Too many requests', retry_after: seconds };
  return new VendorError(429, body, { 'retry-after': String(seconds) });
}
