import { type ErrorCode, RETRY } from '@shared/contracts/error-codes';
import { messageOf } from './message-of';

export interface AppErrorOptions {
  /** Defaults to what `RETRY` says of the code. */
  retryable?: boolean;
  /** Not before this many milliseconds from now; what a provider asked for. */
  retryAfterMs?: number;
  /** Plain values for logs and problem details: never secrets, never bytes. */
  details?: Record<string, unknown>;
  cause?: unknown;
}

/** The only error that carries meaning between parts; anything else that is thrown counts as INTERNAL. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly details: Record<string, unknown>;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.retryable = options.retryable ?? RETRY[code] !== 'never';
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details ?? {};
  }
}

/** The first AppError along the chain of causes; INTERNAL around anything else. */
export function toAppError(error: unknown): AppError {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof AppError) return current;
  }
  return new AppError('INTERNAL', messageOf(error), { cause: error });
}

/** What is kept of an error in rows and events: no stack, no cause, no secret. */
export interface ErrorFacts {
  code: ErrorCode;
  message: string;
  details?: Record<string, unknown>;
}

export function toErrorFacts(error: unknown): ErrorFacts {
  const { code, message, details } = toAppError(error);
  return Object.keys(details).length > 0 ? { code, message, details } : { code, message };
}
