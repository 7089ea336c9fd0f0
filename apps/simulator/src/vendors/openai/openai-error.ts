import type { WireError } from '../../wire/wire-error';
import { messageOf, VendorError } from '../serve-vendor';

const CODES: Record<number, string> = {
  401: 'invalid_api_key',
  404: 'model_not_found',
  429: 'rate_limit_exceeded',
  500: 'server_error',
  503: 'server_error',
};

/** `{ error: { message, type, param, code } }` */
export function toOpenAiError(error: WireError): WireError {
  const { httpStatus, headers } = error;
  const message = messageOf(error);
  return openAiError(httpStatus, message, codeOf(error, message), headers);
}

export function openAiError(
  status: number,
  message: string,
  code: string | null = CODES[status] ?? null,
  headers: Record<string, string> = {},
): WireError {
  const type = status >= 500 ? 'server_error' : status === 429 ? 'requests' : 'invalid_request_error';
  return new VendorError(status, { error: { message, type, param: null, code } }, headers);
}

function codeOf({ httpStatus, body }: WireError, message: string): string | null {
  if (httpStatus === 400) return /safety filters/.test(message) ? 'moderation_blocked' : null;
  const isOfTheDay = httpStatus === 429 && JSON.stringify(body).includes('PerDay');
  return isOfTheDay ? 'insufficient_quota' : (CODES[httpStatus] ?? null);
}
