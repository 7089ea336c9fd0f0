import { AppError } from '@shared/errors/app-error';

const MISSING = new Set(['NoSuchKey', 'NotFound']);

export function isMissing(error: unknown): boolean {
  return MISSING.has(codeOf(error) ?? '');
}

/** Anything that the object store did not do is worth another try later. */
export function toStoreError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = codeOf(error) ?? (error instanceof Error ? error.message : 'unknown');
  const code = isMissing(error) ? 'ARTIFACT_MISSING' : 'DEPENDENCY_UNAVAILABLE';
  return new AppError(code, `The object store failed: ${reason}`, { details: { reason }, cause: error });
}

export function throwStoreError(error: unknown): never {
  throw toStoreError(error);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
