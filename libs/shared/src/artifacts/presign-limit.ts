import { AppError } from '@shared/errors/app-error';

const MAX_EXPIRES_SECONDS = 900;

/** An address that opens a film to whoever holds it must not live long. */
export function throwOnLongExpiry(expiresSeconds: number): void {
  if (Number.isInteger(expiresSeconds) && expiresSeconds >= 1 && expiresSeconds <= MAX_EXPIRES_SECONDS) return;
  throw new AppError('INVALID_INPUT', `A presigned address lives 1 to ${MAX_EXPIRES_SECONDS} s, not ${expiresSeconds}`);
}
