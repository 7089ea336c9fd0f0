import { isTransientError } from '@shared/database/is-transient-error';

/** `failures`: those that spoke against the event; `outages`: those that did not. */
export interface Tries {
  failures: number;
  outages: number;
}

export type Redelivery = { kind: 'retry'; waitMs: number; tries: Tries } | { kind: 'set-aside' };

export const NO_TRIES: Tries = { failures: 0, outages: 0 };
const MOST_FAILURES = 5;
const WAIT_MS = { first: 50, most: 2_000 };

/** What follows when a handler threw, given how often it did before. */
export function decideRedelivery(error: unknown, { failures, outages }: Tries): Redelivery {
  // A database that is down says nothing about the event: the partition waits for it.
  if (isTransientError(error)) return retry({ failures, outages: outages + 1 }, outages);
  if (failures + 1 >= MOST_FAILURES) return { kind: 'set-aside' };
  return retry({ failures: failures + 1, outages }, failures);
}

function retry(tries: Tries, before: number): Redelivery {
  return { kind: 'retry', tries, waitMs: Math.min(WAIT_MS.first * 2 ** before, WAIT_MS.most) };
}
