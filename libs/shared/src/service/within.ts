import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '@shared/errors/app-error';

/** Does not stop the work, only the waiting for it. */
export async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = wait(ms, undefined, { signal: timer.signal }).then(() => {
    throw new AppError('DEPENDENCY_UNAVAILABLE', `No answer within ${ms} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work(), late]);
  } finally {
    timer.abort();
  }
}
