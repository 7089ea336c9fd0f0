import { type ErrorCode, RETRY } from '@shared/contracts/error-codes';
import type { AppError, ErrorFacts } from '@shared/errors/app-error';
import type { EngineSettings } from '../pools/engine-settings';

/** What follows an attempt that ended without a result. */
export type RetryDecision =
  /** Plan another attempt. `counts` says whether it uses up one of the unit's attempts. */
  { kind: 'retry'; inMs: number; counts: boolean } | { kind: 'give-up' };

const MAX_WAIT_MS = 60_000;

/** A quota of the day is back by then, also on the day that has 25 hours. */
const MAX_ASKED_WAIT_MS = 25 * 3_600_000;

/** `random` is in [0, 1): full jitter, so that what failed together does not come back together. */
export function decideRetry(
  error: AppError,
  counted: number,
  settings: Pick<EngineSettings, 'maxAttempts' | 'retryBaseMs'>,
  random: number,
): RetryDecision {
  if (!error.retryable) return { kind: 'give-up' };
  const counts = RETRY[error.code] !== 'later';
  if (counts && counted >= settings.maxAttempts) return { kind: 'give-up' };
  const waitMs = jitteredWaitMs(counted, settings.retryBaseMs, random);
  return { kind: 'retry', inMs: Math.max(askedWaitMs(error), waitMs), counts };
}

/** How long the provider asks us to wait. It is not trusted: the year 9999 in a header must not stop every film. */
export function askedWaitMs({ retryAfterMs = 0 }: Pick<AppError, 'retryAfterMs'>): number {
  return Math.min(MAX_ASKED_WAIT_MS, retryAfterMs);
}

export function jitteredWaitMs(tries: number, baseMs: number, random: number): number {
  return Math.round(Math.min(MAX_WAIT_MS, baseMs * 2 ** Math.max(0, tries - 1)) * random);
}

/** What these say, the next attempt at a unit has to know: a paid answer is mended, not bought again from nothing. */
const ABOUT_THE_ANSWER: readonly ErrorCode[] = ['STORYBOARD_INVALID'];

/** The error that a further attempt is told of: what was wrong with an answer outlasts every wait and failure after it. */
export function rememberedError(before: ErrorFacts | null, now: ErrorFacts): ErrorFacts {
  const isBetter = before !== null && ABOUT_THE_ANSWER.includes(before.code) && !ABOUT_THE_ANSWER.includes(now.code);
  return isBetter ? before : now;
}
