import type { ErrorCode } from '@shared/contracts/error-codes';
import { AppError } from '@shared/errors/app-error';
import { buildRefusal } from '@shared/gemini/content-refusal';
import type { Came } from './exchange';

/** What a vendor's error body says, in words that all vendors share. */
export interface Complaint {
  message: string;
  isAboutContent?: boolean;
  isRetired?: boolean;
  /** No money or no quota: another minute changes nothing. */
  isExhausted?: boolean;
  retryAfterMs?: number | undefined;
}

/** How one vendor fails. */
export interface Dialect {
  /** As a reader knows it. */
  vendor: string;
  /** Reads the body of an answer that is no success. */
  readComplaint: (answer: Extract<Came, { kind: 'answer' }>) => Complaint;
  /** What goes into the details of MODEL_RETIRED: the day, and what to use instead. */
  retirement?: Record<string, unknown> | undefined;
  /** Names of what was sent, in order, for a refusal to say which of them it means. */
  inputs: readonly string[];
}

export interface Failure {
  kind: 'refused' | 'not-sent' | 'ambiguous';
  error: AppError;
}

/** What the one request of a call has come to, when it did not come to what was asked for. */
export function classifyExchange(came: Came, thrown: unknown, dialect: Dialect): Failure {
  switch (came.kind) {
    case 'nothing-sent':
      return classifyUnsent(thrown, dialect);
    case 'broken':
      return classifyBroken(came.error, dialect);
    case 'answer':
      return classifyAnswer(came, dialect);
  }
}

function classifyAnswer(answer: Extract<Came, { kind: 'answer' }>, dialect: Dialect): Failure {
  const { status } = answer;
  if (status < 300) return { kind: 'ambiguous', error: unreadable(dialect) };
  const complaint = dialect.readComplaint(answer);
  // A time-out that the server tells of, and everything from 500 on, may have been accepted behind it.
  const isAmbiguous = status === 408 || status >= 500 || status < 400;
  if (isAmbiguous) return { kind: 'ambiguous', error: build('PROVIDER_UNAVAILABLE', answer, complaint, dialect) };
  if (complaint.isAboutContent === true)
    return { kind: 'refused', error: buildRefusal(complaint.message, dialect.inputs, dialect.vendor) };
  return { kind: 'refused', error: build(codeOf(status, complaint), answer, complaint, dialect) };
}

function codeOf(status: number, { isRetired, isExhausted }: Complaint): ErrorCode {
  if (isRetired === true) return 'MODEL_RETIRED';
  if (status === 402 || isExhausted === true) return 'PROVIDER_QUOTA_EXHAUSTED';
  if (status === 429) return 'PROVIDER_RATE_LIMITED';
  if (status === 401 || status === 403) return 'PROVIDER_AUTH';
  if (status === 409) return 'PROVIDER_UNAVAILABLE';
  return 'PROVIDER_REJECTED';
}

const DEFAULT_WAIT_MS = 1000;
// An account that is empty is not full again within minutes.
const EXHAUSTED_WAIT_MS = 3_600_000;

function build(
  code: ErrorCode,
  { status, headers }: Extract<Came, { kind: 'answer' }>,
  { message, retryAfterMs }: Complaint,
  { vendor, retirement }: Dialect,
): AppError {
  const told = retryAfterMs ?? headerWaitMs(headers);
  const waits: Partial<Record<ErrorCode, number>> = {
    PROVIDER_RATE_LIMITED: told ?? DEFAULT_WAIT_MS,
    PROVIDER_QUOTA_EXHAUSTED: told ?? EXHAUSTED_WAIT_MS,
  };
  const waitMs = waits[code];
  return new AppError(code, `${vendor} answered ${status}: ${message.slice(0, 500)}`, {
    details: { httpStatus: status, ...(code === 'MODEL_RETIRED' && retirement) },
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
  });
}

function headerWaitMs(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

function classifyBroken(cause: unknown, { vendor }: Dialect): Failure {
  if (cause instanceof AppError) return { kind: 'ambiguous', error: cause };
  const { name = '', message = String(cause) } = cause as Partial<Error>;
  if (name === 'NotSentError') {
    const words = `${vendor} could not be reached: ${message}`;
    return { kind: 'not-sent', error: new AppError('PROVIDER_UNAVAILABLE', words, { cause }) };
  }
  const code = /timeout|abort/i.test(name) ? 'PROVIDER_TIMEOUT' : 'PROVIDER_UNAVAILABLE';
  const words = `${vendor} gave no answer that can be read: ${message}`;
  return { kind: 'ambiguous', error: new AppError(code, words, { cause }) };
}

// Credentials that cannot be had now, or an SDK that will never send what it was given.
function classifyUnsent(thrown: unknown, { vendor }: Dialect): Failure {
  if (thrown instanceof AppError) return { kind: 'not-sent', error: thrown };
  const { message = String(thrown) } = thrown as Partial<Error>;
  const error = new AppError('PROVIDER_REJECTED', `${vendor} was not asked: ${message}`, { cause: thrown });
  return { kind: 'refused', error };
}

function unreadable({ vendor }: Dialect): AppError {
  return new AppError('PROVIDER_UNAVAILABLE', `${vendor} gave no answer that can be read`);
}
