import { AppError } from '@shared/errors/app-error';
import { messageOf } from '@shared/errors/message-of';

const MISSING = new Set(['NoSuchKey', 'NotFound']);

export function isMissing(error: unknown): boolean {
  return MISSING.has(codeOf(error) ?? '');
}

/** Anything that the object store did not do is worth another try later. */
export function toStoreError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = codeOf(error) ?? messageOf(error);
  const code = isMissing(error) ? 'ARTIFACT_MISSING' : 'DEPENDENCY_UNAVAILABLE';
  return new AppError(code, `The object store failed: ${reason}`, { details: { reason }, cause: error });
}

export function throwStoreError(error: unknown): never {
  throw toStoreError(error);
}

function codeOf(error: unknown): string | undefined {
  const isCoded = typeof error === 'object' && error !== null && 'code' in error;
  return isCoded && typeof error.code === 'string' ? error.code : undefined;
}
