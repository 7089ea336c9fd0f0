/**
 * An attempt is one authorised purchase at a provider for one unit. Each status says what it means, who enters it, what
 * leaves it, and what happens to an attempt found in it after a crash. The picture is docs/state-machines/attempt.md.
 *
 * Whoever works on one holds a lease of 10 s. `After a crash` begins when that ends: in about a second where the process is
 * gone, after 10 s where it is frozen or cut off. Final ones need nobody.
 */
export const ATTEMPT_STATUSES = [
  /**
   * Work is due; what exactly to ask for is not built yet. Entered by `FilmWork.plan` from an event handler or after a
   * retryable failure (then with a due time). Left when a worker has built and priced the request. After a crash: the
   * next worker prepares it again; nothing was asked for, nothing is held.
   */
  'planned',
  /**
   * The request is built and its price is held in the film's allotment; a slot at the provider is awaited. Left by
   * admission, or where nobody gets an answer there and another model can be asked. After a crash: stays, and any worker may admit it.
   */
  'reserved',
  /**
   * A slot is held, and nothing was sent: the body of the request is being built. Entered by admission. Left when the intent is
   * committed, by the worker that still holds the lease. After a crash: the next worker builds it again; the provider was not asked.
   */
  'admitted',
  /**
   * The intent is committed: from here on the provider may have been asked. A slot is held. Left when the answer to the
   * one POST is known. After a crash: `unknown`, because nobody can tell whether the request arrived. It is never sent again
   * from here.
   */
  'submitting',
  /**
   * The provider has accepted and its operation id is committed. A slot is held. Left when the operation is settled. After a
   * crash: the next worker polls the same operation.
   */
  'running',
  /**
   * The provider is done, so its slot is free; the result is on its way into our store. Entered by the poll that found it done.
   * After a crash: the next worker asks for the result again.
   */
  'collecting',
  /**
   * The provider may or may not have accepted. Price and slot stay held. Entered where the answer is ambiguous, or its worker
   * was lost. Left by what the provider can tell (it knows the
   * idempotency key, its webhook names the attempt, its outputs or its list show it), else by policy, never by a blind
   * repeat. After a crash: the next worker asks again.
   */
  'unknown',
  /**
   * Past its deadline without a result: the unit has failed and the slot is free, but the price stays held and the operation
   * is asked for now and then. A late result is stored and paid for, and serves the unit when it is wanted again. After a
   * crash: the next worker asks again.
   */
  'overdue',
  /** The result is in our store, hashed and checked; what it cost is captured. Final. */
  'stored',
  /**
   * No result: it could not be prepared, it failed at the provider, what came is unusable, or an unknown submit was ended, by policy
   * (then it counts as spent) or as never accepted. `billed` says whether it cost anything. Final.
   */
  'failed',
  /** The provider refused the request before accepting it: nothing was created, nothing is owed. Final. */
  'rejected',
  /** Accepted and perhaps paid, and its result cannot be fetched, or is no longer kept: it counts as spent. The operation id is kept. Final. */
  'unretrievable',
  /** The film's allotment does not hold the price; nothing was sent. Final. */
  'over_budget',
  /** The film was cancelled, or a newer revision needs it no longer, or the provider has stopped it. Final. */
  'cancelled',
] as const;

export type AttemptStatus = (typeof ATTEMPT_STATUSES)[number];

export const INITIAL_STATUS: AttemptStatus = 'planned';

export const TRANSITIONS: Record<AttemptStatus, readonly AttemptStatus[]> = {
  planned: ['reserved', 'over_budget', 'failed', 'cancelled'],
  reserved: ['admitted', 'failed', 'cancelled'],
  // back to reserved: an input cannot be read now, the slot serves somebody else meanwhile
  admitted: ['submitting', 'reserved', 'failed', 'cancelled'],
  // back to reserved: the request provably never left (connection refused, name not found)
  submitting: ['running', 'stored', 'failed', 'rejected', 'unknown', 'reserved'],
  running: ['collecting', 'failed', 'overdue', 'cancelled'],
  collecting: ['stored', 'failed', 'unretrievable', 'overdue', 'cancelled'],
  unknown: ['running', 'stored', 'failed', 'rejected'],
  overdue: ['stored', 'failed', 'unretrievable', 'cancelled'],
  stored: [],
  failed: [],
  rejected: [],
  unretrievable: [],
  over_budget: [],
  cancelled: [],
};

/** In one of these a unit must not get a second attempt: the partial unique index is made of them. */
export const OPEN_STATUSES = [
  'planned',
  'reserved',
  'admitted',
  'submitting',
  'running',
  'collecting',
  'unknown',
] as const satisfies AttemptStatus[];

/** In one of these the provider has, or may have, the operation in flight: a slot is held. */
export const IN_FLIGHT_STATUSES = ['admitted', 'submitting', 'running', 'unknown'] as const satisfies AttemptStatus[];

/** In one of these the price is held. */
export const HOLDING_STATUSES = [
  'reserved',
  ...IN_FLIGHT_STATUSES,
  'collecting',
  'overdue',
] as const satisfies AttemptStatus[];

/** In one of these an attempt waits for a worker once it is due; out of `reserved` it is led by admission. */
export const CLAIMABLE_STATUSES = [
  'planned',
  ...IN_FLIGHT_STATUSES,
  'collecting',
  'overdue',
] as const satisfies AttemptStatus[];

export function isFinal(status: AttemptStatus): boolean {
  return TRANSITIONS[status].length === 0;
}
