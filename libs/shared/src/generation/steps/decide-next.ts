import type { Attempt } from '../attempts/attempt';

/** What a worker that has just leased an attempt has to do with it. */
export type NextStep =
  /** Build and price the request, hold the price. */
  | 'prepare'
  /** Build the body, commit the intent, and send the one POST of this attempt. */
  | 'submit'
  /** Whoever committed the intent is gone: the POST may have been sent. */
  | 'declare-unknown'
  /** Ask the provider what it can tell of a submit whose answer was lost. */
  | 'resolve-unknown'
  /** Ask how the operation is, and take its result in when it is there. */
  | 'poll'
  /** Ask the provider to stop, then go on polling: what came of it is still to be settled. */
  | 'cancel-operation'
  /** Nobody gets an answer where it waits: another model is to be asked, or the unit has waited for long enough. */
  | 'turn-away'
  /** Nothing to do for this worker. */
  | 'leave';

/** Whoever commits an intent sends its POST in the same step: an attempt that is found `submitting` was left behind. */
export function decideNext({ status, cancelRequested }: Pick<Attempt, 'status' | 'cancelRequested'>): NextStep {
  switch (status) {
    case 'planned':
      return 'prepare';
    // Who waits for a slot is leased for one reason only.
    case 'reserved':
      return 'turn-away';
    case 'admitted':
      return 'submit';
    case 'submitting':
      return 'declare-unknown';
    case 'unknown':
      return 'resolve-unknown';
    // The provider has nothing left to stop.
    case 'collecting':
      return 'poll';
    case 'running':
    case 'overdue':
      return cancelRequested ? 'cancel-operation' : 'poll';
    default:
      return 'leave';
  }
}
