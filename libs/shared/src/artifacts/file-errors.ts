import { AppError } from '@shared/errors/app-error';

// A full or unreachable disk is the store's fault; what the source threw stays as it is.
export function toStoreError(error: unknown): unknown {
  if (error instanceof AppError || !isFileSystemError(error)) return error;
  return new AppError('DEPENDENCY_UNAVAILABLE', `The artifact directory failed: ${error.code}`, {
    details: { reason: error.code },
    cause: error,
  });
}

export function throwStoreError(error: unknown): never {
  throw toStoreError(error);
}

export function isMissing(error: unknown): boolean {
  return isFileSystemError(error) && error.code === 'ENOENT';
}

function isFileSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && 'syscall' in error;
}
