import { AppError } from './app-error';

/** What stopped the work: the signal's own AppError where it carries one, else CANCELLED. */
export function toAbortError(signal: AbortSignal): AppError {
  const reason: unknown = signal.reason;
  if (reason instanceof AppError) return reason;
  return new AppError('CANCELLED', 'Stopped before it was done', { cause: reason });
}
