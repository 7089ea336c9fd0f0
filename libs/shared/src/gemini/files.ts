import { Readable } from 'node:stream';
import { AppError } from '@shared/errors/app-error';
import { type GeminiSettings, GOOGLE_BASE_URL } from './gemini-env';

// Of a compressed answer the length says nothing about the result.
const AS_IT_IS = { 'accept-encoding': 'identity' };

/** The SDK cannot download from any other host than Google's, so this is plain fetch, with the same address rules for both. */
export async function downloadFile(
  address: string,
  settings: GeminiSettings,
  signal: AbortSignal,
): Promise<{ stream: Readable; bytes: number | null }> {
  const url = toServedAddress(address, settings);
  const first = await ask(url, { ...AS_IT_IS, 'x-goog-api-key': settings.apiKey }, signal);
  const response = isRedirect(first) ? await ask(redirectTarget(first, url), AS_IT_IS, signal) : first;
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new AppError('PROVIDER_UNAVAILABLE', `the result answered HTTP ${response.status}`, {
      details: { httpStatus: response.status },
    });
  }
  const length = response.headers.get('content-length');
  return { stream: Readable.fromWeb(response.body), bytes: length === null ? null : Number(length) };
}

/** Results name Google's host; they are read from wherever requests go. Any other host is not asked. */
export function toServedAddress(address: string, { baseUrl }: GeminiSettings): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.origin === new URL(baseUrl).origin) return url;
  if (url?.origin === GOOGLE_BASE_URL) return new URL(baseUrl + url.pathname + url.search);
  throw new AppError(
    'PROVIDER_FAILED',
    `the result is at a host that is not the provider's: ${address.slice(0, 200)}`,
    { retryable: false },
  );
}

export function fileNameOf(address: string): string | null {
  return /\/(files\/[a-z0-9]+)/.exec(address)?.[1] ?? null;
}

async function ask(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { headers, redirect: 'manual', signal });
  } catch (cause) {
    throw new AppError('PROVIDER_UNAVAILABLE', 'the result could not be reached', { cause });
  }
}

function isRedirect({ status }: Response): boolean {
  return status >= 301 && status <= 308;
}

// One step, to Google's own storage, without the key.
function redirectTarget(response: Response, from: URL): URL {
  const target = new URL(response.headers.get('location') ?? '', from);
  const trusted =
    target.origin === from.origin ||
    (target.protocol === 'https:' && /\.(googleapis|googleusercontent)\.com$/.test(target.hostname));
  if (!trusted)
    throw new AppError('PROVIDER_FAILED', `the result redirects to ${target.hostname}, which is not the provider's`, {
      retryable: false,
    });
  return target;
}
