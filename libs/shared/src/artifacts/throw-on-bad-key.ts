import { AppError } from '@shared/errors/app-error';

const MAX_KEY_LENGTH = 512;
const SEGMENT = /^[A-Za-z0-9._-]+$/;

/** Throws INVALID_INPUT for a key that one store would take and another not, or that leaves its folder. */
export function throwOnBadKey(key: string): void {
  const isGood = key.length <= MAX_KEY_LENGTH && key.split('/').every(isSegment);
  if (!isGood)
    throw new AppError('INVALID_INPUT', `An artifact key is a relative path of plain segments, not "${key}"`);
}

function isSegment(segment: string): boolean {
  return SEGMENT.test(segment) && segment !== '.' && segment !== '..';
}
