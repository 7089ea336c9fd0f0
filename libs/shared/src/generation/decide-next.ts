import type { Attempt } from './attempt';

/** What a worker that has just leased an attempt has to do with it. */
export type NextStep =
  /** Build and price the request, hold the price. */
  | 'prepare'
  /** The one POST of this attempt. Only ever for the worker that has just committed the intent. */
  | 'submit'
  /** Somebody else committed the intent and died: the POST may have been sent. */
  | 'declare-unknown'
  /** Ask how the operation is, and take its result in when it is there. */
  | 'poll'
  /** Ask the provider to stop, then go on polling: what came of it is still to be settled. */
  | 'cancel-operation'
  /** Nobody can tell any more whether the POST arrived: policy decides. */
  | 'apply-unknown-policy'
  /** Nothing to do for this worker. */
  | 'leave';

export interface Lease {
  /** Whether this worker committed the intent in this very lease. */
  intentIsMine: boolean;
  unknownTimeoutMs: number;
}

type Facts = Pick<Attempt, 'status' | 'cancelRequested' | 'elapsedMs'>;

export function decideNext(attempt: Facts, lease: Lease): NextStep {
  switch (attempt.status) {
    case 'planned':
      return 'prepare';
    case 'submitting':
      return lease.intentIsMine ? 'submit' : 'declare-unknown';
    case 'running':
      return attempt.cancelRequested ? 'cancel-operation' : 'poll';
    case 'unknown':
      return attempt.elapsedMs >= lease.unknownTimeoutMs ? 'apply-unknown-policy' : 'leave';
    default:
      return 'leave';
  }
}
