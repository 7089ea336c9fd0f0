import { isTransientError } from '@shared/database/is-transient-error';

export const MOST_TRIES = 5;
const WAIT_MS = { first: 50, most: 2_000 };

export type Redelivery = { kind: 'retry'; waitMs: number } | { kind: 'set-aside' };

/** What follows when a handler threw. `failures`: those that spoke against the event; `outages`: those that did not. */
export function decideRedelivery(
  error: unknown,
  { failures, outages }: { failures: number; outages: number },
): Redelivery {
  // A database that is down says nothing about the event: the partition waits for it.
  if (isTransientError(error)) return { kind: 'retry', waitMs: waitAfter(outages) };
  return failures >= MOST_TRIES ? { kind: 'set-aside' } : { kind: 'retry', waitMs: waitAfter(failures) };
}

function waitAfter(times: number): number {
  return Math.min(WAIT_MS.first * 2 ** (times - 1), WAIT_MS.most);
}
