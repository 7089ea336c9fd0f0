import { AppError } from '@shared/errors/app-error';
import type { ByteRange } from './artifact-store';

export interface ResolvedRange {
  start: number;
  /** The last byte; before `start` when there are none. */
  end: number;
  bytes: number;
}

/** Cuts a range to what is there. INVALID_INPUT when it begins after the last byte, or ends before it begins. */
export function resolveRange(totalBytes: number, range?: ByteRange): ResolvedRange {
  if (!range) return { start: 0, end: totalBytes - 1, bytes: totalBytes };
  const { start } = range;
  const end = Math.min(range.end ?? totalBytes - 1, totalBytes - 1);
  if (start < 0 || start >= totalBytes || end < start) {
    throw new AppError('INVALID_INPUT', `Bytes ${start}-${range.end ?? ''} are outside of ${totalBytes} bytes`, {
      details: { totalBytes },
    });
  }
  return { start, end, bytes: end - start + 1 };
}
