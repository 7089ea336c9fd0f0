import type { AppError } from '@shared/errors/app-error';
import { jitteredWaitMs } from '../settlement/decide-retry';
import type { EngineSettings } from '../pools/engine-settings';
import { isOutage } from '../providers/is-outage';

/** What follows a result that was not taken in. None of these buys anything for a transfer that failed. */
export type TakeInDecision =
  /** Ask for the operation again, which may give a fresh address. `counts` is 1 where it uses up one of the tries. */
  | { kind: 'again'; inMs: number; counts: 0 | 1 }
  /** The result is there and is no good: what the provider made. */
  | { kind: 'failed' }
  /** The result cannot be had; the operation keeps its id. */
  | { kind: 'unretrievable' };

/** Tries until a whole file that is not what was asked for counts as what the provider made. */
const TRIES_AT_CONTENT = 3;

/** Tries at all else, over about three minutes: longer than a connection is usually bad, far shorter than results are kept. */
const TRIES_AT_TRANSFER = 8;

/** As after so many tries: it may last, and each try fetches the whole result. */
const OUTAGE_STEP = 3;

export function decideTakeIn(
  error: AppError,
  takeIns: number,
  { retryBaseMs }: Pick<EngineSettings, 'retryBaseMs'>,
  random: number,
): TakeInDecision {
  const tries = takeIns + 1;
  const again = { kind: 'again', inMs: waitMs(tries, retryBaseMs, random), counts: 1 } as const;
  switch (error.code) {
    case 'STORYBOARD_INVALID':
    case 'PROVIDER_REFUSED_CONTENT':
      return { kind: 'failed' };
    case 'MEDIA_INVALID':
      return tries < TRIES_AT_CONTENT ? again : { kind: 'failed' };
    case 'RESULT_UNRETRIEVABLE':
      return tries < TRIES_AT_TRANSFER ? again : { kind: 'unretrievable' };
    default:
      if (isOutage(error)) return { kind: 'again', inMs: waitMs(OUTAGE_STEP, retryBaseMs, random), counts: 0 };
      return tries < TRIES_AT_TRANSFER ? again : { kind: 'unretrievable' };
  }
}

// At least half of the longest wait: what is broken now is still broken at once.
function waitMs(tries: number, baseMs: number, random: number): number {
  return jitteredWaitMs(tries, baseMs, 0.5 + random / 2);
}
