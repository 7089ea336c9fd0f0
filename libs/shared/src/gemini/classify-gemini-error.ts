import type { ErrorCode } from '@shared/contracts/error-codes';
import { AppError } from '@shared/errors/app-error';
import { buildRefusal, isRefusal, PROMPT } from './content-refusal';
import { msUntilQuotaReset } from './quota-reset';

/** What a thrown error of the SDK says about the one POST that led to it. */
export interface GeminiFailure {
  kind: 'refused' | 'not-sent' | 'ambiguous';
  error: AppError;
}

interface GoogleError {
  message: string;
  reason: string;
  retryAfterMs: number | undefined;
  perDay: boolean;
}

/** `inputs`: names of what was sent, in order, for a refusal to say which of them it means. */
export function classifyGeminiError(thrown: unknown, now: Date, inputs: readonly string[] = [PROMPT]): GeminiFailure {
  const status = numberIn(thrown, 'status');
  if (status === undefined) return classifyTransportError(thrown);
  const google = readGoogleError(thrown);
  // A time-out that the server tells of, and everything from 500 on, may have been accepted behind it.
  if (status === 408 || status >= 500 || status < 400) {
    return { kind: 'ambiguous', error: build('PROVIDER_UNAVAILABLE', status, google, thrown) };
  }
  if (isAboutContent(status, google)) return { kind: 'refused', error: buildRefusal(google.message, inputs) };
  return { kind: 'refused', error: build(codeOf(status, google), status, withWait(status, google, now), thrown) };
}

function isAboutContent(status: number, { reason, message }: GoogleError): boolean {
  return (status === 400 || status === 422) && reason === '' && isRefusal(message);
}

function codeOf(status: number, { reason, message, perDay }: GoogleError): ErrorCode {
  if (status === 429) return perDay ? 'PROVIDER_QUOTA_EXHAUSTED' : 'PROVIDER_RATE_LIMITED';
  if (status === 401 || status === 403 || reason === 'API_KEY_INVALID') return 'PROVIDER_AUTH';
  if (status === 404 && /no longer available/i.test(message)) return 'MODEL_RETIRED';
  if (status === 409) return 'PROVIDER_UNAVAILABLE';
  return 'PROVIDER_REJECTED';
}

function withWait(status: number, google: GoogleError, now: Date): GoogleError {
  if (status !== 429) return google;
  return { ...google, retryAfterMs: google.perDay ? msUntilQuotaReset(now) : (google.retryAfterMs ?? 1000) };
}

function build(code: ErrorCode, status: number, { message, retryAfterMs }: GoogleError, cause: unknown): AppError {
  const details = { httpStatus: status };
  return new AppError(code, `Gemini answered ${status}: ${message}`, {
    cause,
    details,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function classifyTransportError(thrown: unknown): GeminiFailure {
  const causes = [...causesOf(thrown)];
  const known = causes.find((error) => error instanceof AppError);
  if (known) return { kind: 'ambiguous', error: known };
  const notSent = causes.find((error) => stringIn(error, 'name') === 'NotSentError');
  if (notSent) {
    const message = `Gemini could not be reached: ${stringIn(notSent, 'message') ?? ''}`;
    return { kind: 'not-sent', error: new AppError('PROVIDER_UNAVAILABLE', message, { cause: thrown }) };
  }
  const timedOut = causes.some((error) => /timeout|abort/i.test(stringIn(error, 'name') ?? ''));
  const message = stringIn(thrown, 'message') ?? String(thrown);
  const code = timedOut ? 'PROVIDER_TIMEOUT' : 'PROVIDER_UNAVAILABLE';
  return {
    kind: 'ambiguous',
    error: new AppError(code, `Gemini gave no answer that can be read: ${message}`, { cause: thrown }),
  };
}

const MAX_DEPTH = 8;

function* causesOf(thrown: unknown): Generator {
  let current = thrown;
  for (let depth = 0; isObject(current) && depth < MAX_DEPTH; depth++) {
    yield current;
    if (Array.isArray(current.errors)) yield* current.errors;
    current = current.cause;
  }
}

// The Interactions API answers `{error:{message,code:"invalid_request"}}`, the rest google.rpc.Status, the front end an array.
export function readGoogleError(thrown: unknown): GoogleError {
  const text = stringIn(thrown, 'body') ?? stringIn(thrown, 'message') ?? '';
  const parsed = parseJson(text);
  const body = (Array.isArray(parsed) ? parsed[0] : parsed) as { error?: GoogleErrorBody } | undefined;
  const message = body?.error?.message ?? stringIn(thrown, 'message') ?? 'no message';
  const details = body?.error?.details ?? [];
  const violations = details.flatMap((detail) => detail.violations ?? []);
  const fields = details.flatMap((detail) => detail.fieldViolations ?? []).map(({ field = '' }) => field);
  return {
    message: [...fields.map((field) => `${field}: `), message].join('').slice(0, 500),
    reason: details.map((detail) => detail.reason ?? '').find(Boolean) ?? '',
    retryAfterMs: headerWaitMs(thrown) ?? detailWaitMs(details) ?? messageWaitMs(message),
    perDay: violations.some(({ quotaId = '' }) => quotaId.includes('PerDay')),
  };
}

interface GoogleErrorBody {
  message?: string;
  details?: {
    reason?: string;
    retryDelay?: string;
    violations?: { quotaId?: string }[];
    fieldViolations?: { field?: string }[];
  }[];
}

function headerWaitMs(thrown: unknown): number | undefined {
  const headers = isObject(thrown) ? (thrown.headers as Partial<Headers> | undefined) : undefined;
  const value = headers?.get?.('retry-after') ?? null;
  if (value === null) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

function detailWaitMs(details: { retryDelay?: string }[]): number | undefined {
  const delay = details.map((detail) => detail.retryDelay).find((value) => value !== undefined);
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(delay ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function messageWaitMs(message: string): number | undefined {
  const [, amount, unit] = /retry in (\d+(?:\.\d+)?)(ms|s)/i.exec(message) ?? [];
  return amount === undefined ? undefined : Number(amount) * (unit === 'ms' ? 1 : 1000);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function numberIn(value: unknown, key: string): number | undefined {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'number' ? found : undefined;
}

function stringIn(value: unknown, key: string): string | undefined {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : undefined;
}

// Not instanceof: errors of fetch, and headers, may belong to another realm than this code.
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
