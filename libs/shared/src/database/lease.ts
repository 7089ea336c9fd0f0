/** A worker's right to move one piece of work on lasts this long and is renewed three times in it. */
export const LEASE_SECONDS = 10;

export const RENEW_LEASE_MS = (LEASE_SECONDS * 1000) / 3;

/** Somebody else has moved the work on, or holds it now: stop, and change nothing. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}
