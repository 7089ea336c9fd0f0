import type { Pool } from './pool';

export interface PoolUse {
  in_flight: number;
  in_last_minute: number;
  since_last_ms: number | null;
  /** Until the oldest submit of the last minute is a minute old. */
  minute_frees_in_ms: number | null;
  blocked_for_ms: number;
  /** What the provider has been found to take at once; null: all that the settings allow. */
  slots: number | null;
  /** Until somebody may try again, after too many failures one after the other. */
  open_for_ms: number;
  /** That time is over, and nobody has been answered since. */
  on_probation: boolean;
  /** Attempts whose one POST is about to be sent, or on its way. */
  asking: number;
}

/** How many more submits the pool takes now; where none, when it is worth asking again (null: when an operation settles). */
export type Room = { free: number } | { free: 0; askAgainInMs: number | null };

export function decideRoom(use: PoolUse, limits: Pick<Pool, 'maxInFlight' | 'maxPerMinute' | 'submitGapMs'>): Room {
  const shutForMs = Math.max(use.blocked_for_ms, use.open_for_ms);
  if (shutForMs > 0) return { free: 0, askAgainInMs: shutForMs };
  const gapMs = use.since_last_ms === null ? 0 : limits.submitGapMs - use.since_last_ms;
  if (gapMs > 0) return { free: 0, askAgainInMs: gapMs };
  if (use.in_last_minute >= limits.maxPerMinute) return { free: 0, askAgainInMs: use.minute_frees_in_ms ?? 1000 };
  const slots = Math.min(limits.maxInFlight, use.slots ?? limits.maxInFlight);
  const free = Math.min(slots - use.in_flight, Math.floor(limits.maxPerMinute - use.in_last_minute));
  if (free <= 0 || (use.on_probation && use.asking > 0)) return { free: 0, askAgainInMs: null };
  return { free: limits.submitGapMs > 0 || use.on_probation ? 1 : free };
}
