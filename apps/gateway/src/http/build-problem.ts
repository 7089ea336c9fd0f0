import { HttpException } from '@nestjs/common';
import { type ErrorCode, HTTP_STATUS } from '@shared/contracts/error-codes';
import { ERROR_GUIDE } from '@shared/contracts/error-guide';
import type { Problem } from '@shared/contracts/film';
import { isTransientError } from '@shared/database/is-transient-error';
import { AppError, toAppError } from '@shared/errors/app-error';

const CODE_OF_STATUS: Record<number, ErrorCode> = { 404: 'NOT_FOUND', 409: 'CONFLICT', 503: 'DEPENDENCY_UNAVAILABLE' };

/** RFC 9457 for anything that was thrown. What went wrong inside is for the log, not for the client. */
export function buildProblem(error: unknown, instance: string): Problem {
  const { status, appError } = classify(error);
  const { code, details, retryable } = appError;
  const { errors, ...rest } = details;
  return {
    ...(status < 500 && rest),
    type: `urn:reelwright:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: toTitle(code),
    status,
    detail: status === 500 ? 'Something went wrong inside; trying again may help' : appError.message,
    hint: ERROR_GUIDE[code].hint,
    instance,
    code,
    retryable,
    ...(errors !== undefined && { errors: errors as Problem['errors'] }),
  };
}

/** Seconds for `Retry-After`, where waiting may help. */
export function retryAfterSeconds(error: unknown): number | null {
  const { status, appError } = classify(error);
  if (status !== 503 && appError.retryAfterMs === undefined) return null;
  return Math.max(1, Math.ceil((appError.retryAfterMs ?? 1000) / 1000));
}

function classify(error: unknown): { status: number; appError: AppError } {
  if (error instanceof HttpException) return { status: error.getStatus(), appError: fromHttp(error) };
  const appError = toAppError(error);
  if (appError.code === 'INTERNAL' && isTransientError(error)) {
    const unavailable = new AppError('DEPENDENCY_UNAVAILABLE', 'The database does not answer', { cause: error });
    return { status: 503, appError: unavailable };
  }
  return { status: HTTP_STATUS[appError.code], appError };
}

function fromHttp(error: HttpException): AppError {
  const status = error.getStatus();
  const code = CODE_OF_STATUS[status] ?? (status < 500 ? 'INVALID_INPUT' : 'INTERNAL');
  // Fastify's words on a body that it cannot read, whose value is nothing that could be shown.
  const isUnreadable = status === 400 && error.message.startsWith('Body ');
  const details = isUnreadable ? { errors: [{ field: '(body)', rule: 'must be JSON', value: '(not shown)' }] } : {};
  return new AppError(code, error.message, { cause: error, details });
}

function toTitle(code: ErrorCode): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
