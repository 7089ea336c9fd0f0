import type { ErrorCode } from '@shared/contracts/error-codes';
import { isTransientError } from '@shared/database/is-transient-error';
import { toAppError } from '@shared/errors/app-error';

const OUTAGES: readonly ErrorCode[] = [
  'DEPENDENCY_UNAVAILABLE',
  'PROVIDER_UNAVAILABLE',
  'PROVIDER_TIMEOUT',
  'PROVIDER_RATE_LIMITED',
  'PROVIDER_QUOTA_EXHAUSTED',
  'PROVIDER_AUTH',
];

/** Whether it says nothing against what was asked, passes without a change to it, and is therefore waited for. */
export function isOutage(error: unknown): boolean {
  return isTransientError(error) || OUTAGES.includes(toAppError(error).code);
}
