import type { ErrorCode } from '@shared/contracts/error-codes';
import type { AppError } from '@shared/errors/app-error';
import type { EngineSettings } from './engine-settings';

/** What follows an attempt that ended without a result. */
export type RetryDecision =
  /** Plan another attempt. `counts` says whether it uses up one of the unit's attempts. */
  { kind: 'retry'; inMs: number; counts: boolean } | { kind: 'give-up' };

/** Waits that the provider imposes on everybody, and that are therefore nobody's failure. */
const UNCOUNTED: readonly ErrorCode[] = ['PROVIDER_RATE_LIMITED', 'PROVIDER_QUOTA_EXHAUSTED'];

const MAX_WAIT_MS = 60_000;

/** `random` is in [0, 1): full jitter, so that what failed together does not come back together. */
export function decideRetry(
  error: AppError,
  counted: number,
  settings: Pick<EngineSettings, 'maxAttempts' | 'retryBaseMs'>,
  random: number,
): RetryDecision {
  if (!error.retryable) return { kind: 'give-up' };
  const counts = !UNCOUNTED.includes(error.code);
  if (counts && counted >= settings.maxAttempts) return { kind: 'give-up' };
  const waitMs = jitteredWaitMs(counted, settings.retryBaseMs, random);
  return { kind: 'retry', inMs: Math.max(error.retryAfterMs ?? 0, waitMs), counts };
}

export function jitteredWaitMs(tries: number, baseMs: number, random: number): number {
  return Math.round(Math.min(MAX_WAIT_MS, baseMs * 2 ** Math.max(0, tries - 1)) * random);
}
