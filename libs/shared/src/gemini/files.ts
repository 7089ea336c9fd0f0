import { Readable } from 'node:stream';
import { AppError } from '@shared/errors/app-error';
import { type GeminiSettings, GOOGLE_BASE_URL } from './gemini-env';

// Of a compressed answer the length says nothing about the result, and a small one may unpack to any size.
const AS_IT_IS = { 'accept-encoding': 'identity' };

/**
 * The SDK cannot download from any other host than Google's, so this is plain fetch, with the same address rules for both. What
 * is at fault with the answer is RESULT_UNRETRIEVABLE; a provider that cannot answer now, its usual codes.
 */
export async function downloadFile(
  address: string,
  settings: GeminiSettings,
  signal: AbortSignal,
): Promise<{ stream: Readable; bytes: number | null }> {
  const url = toServedAddress(address, settings);
  const first = await ask(url, { ...AS_IT_IS, 'x-goog-api-key': settings.apiKey }, signal);
  const response = isRedirect(first) ? await follow(first, url, signal) : first;
  const fault = findFault(response);
  if (fault !== null || response.body === null) {
    await response.body?.cancel();
    throw fault ?? unretrievable('has no body');
  }
  const length = response.headers.get('content-length');
  return { stream: Readable.fromWeb(response.body), bytes: length === null ? null : Number(length) };
}

/** Results name Google's host; they are read from wherever requests go. Any other host is not asked. */
export function toServedAddress(address: string, { baseUrl }: GeminiSettings): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.origin === new URL(baseUrl).origin) return url;
  if (url?.origin === GOOGLE_BASE_URL) return new URL(baseUrl + url.pathname + url.search);
  throw unretrievable(`is at a host that is not the provider's: ${address.slice(0, 200)}`);
}

export function fileNameOf(address: string): string | null {
  return /\/(files\/[a-z0-9]+)/.exec(address)?.[1] ?? null;
}

async function ask(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { headers, redirect: 'manual', signal });
  } catch (cause) {
    signal.throwIfAborted();
    throw new AppError('PROVIDER_UNAVAILABLE', 'the result could not be reached', { cause });
  }
}

const MEDIA = /^(?:video|image|audio)\/|^(?:application|binary)\/octet-stream/i;

function findFault({ status, headers }: Response): AppError | null {
  if (status !== 200) return toStatusFault(status);
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') return unretrievable(`came encoded as ${encoding}, which was not asked for`);
  const type = headers.get('content-type') ?? 'application/octet-stream';
  return MEDIA.test(type) ? null : unretrievable(`came as ${type.slice(0, 100)}`);
}

// A link that has expired is answered with 403, 404 or 410: the next poll gives another.
function toStatusFault(status: number): AppError {
  const code = status === 401 ? 'PROVIDER_AUTH' : 'PROVIDER_UNAVAILABLE';
  const isOutage = status >= 500 || status === 401 || status === 408 || status === 429;
  const words = `answered HTTP ${status}`;
  return isOutage
    ? new AppError(code, `the result ${words}`, { details: { httpStatus: status } })
    : unretrievable(words);
}

function unretrievable(words: string): AppError {
  return new AppError('RESULT_UNRETRIEVABLE', `the result ${words}`);
}

function isRedirect({ status }: Response): boolean {
  return status >= 301 && status <= 308 && status !== 304;
}

async function follow(response: Response, from: URL, signal: AbortSignal): Promise<Response> {
  await response.body?.cancel();
  return ask(redirectTarget(response, from), AS_IT_IS, signal);
}

// One step, to Google's own storage, without the key. Over TLS, so that no name can be made to mean a private address.
function redirectTarget(response: Response, from: URL): URL {
  const location = response.headers.get('location') ?? '';
  const target = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const isGoogles =
    target?.protocol === 'https:' &&
    target.port === '' &&
    /\.(googleapis|googleusercontent)\.com$/.test(target.hostname);
  if (target !== null && (target.origin === from.origin || isGoogles)) return target;
  throw unretrievable(`redirects to ${location.slice(0, 200)}, which is not the provider's`);
}
