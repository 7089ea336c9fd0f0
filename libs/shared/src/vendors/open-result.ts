import { Readable } from 'node:stream';
import { AppError } from '@shared/errors/app-error';
import { listSecrets, strikeSecrets } from './strike-secrets';

export interface ResultSource {
  url: URL;
  /** Sent to the first address only. */
  headers: Record<string, string>;
  /** Where one redirect may lead, besides back to where it came from. */
  mayFollow: (target: URL) => boolean;
  signal: AbortSignal;
}

// Of a compressed answer the length says nothing about the result, and a small one may unpack to any size.
const AS_IT_IS = { 'accept-encoding': 'identity' };

/**
 * Opens the bytes of a result. What is at fault with the answer is RESULT_UNRETRIEVABLE; a provider that cannot answer now, its
 * usual codes.
 */
export async function openResult(source: ResultSource): Promise<{ stream: Readable; bytes: number | null }> {
  const { url, headers, signal } = source;
  const first = await ask(url, { ...AS_IT_IS, ...headers }, signal);
  const secrets = listSecrets(new Headers(headers));
  const response = isRedirect(first) ? await follow(first, source, secrets) : first;
  const fault = findFault(response, secrets);
  if (fault !== null || response.body === null) {
    await response.body?.cancel();
    throw fault ?? unretrievable('has no body');
  }
  const length = response.headers.get('content-length');
  return { stream: Readable.fromWeb(response.body), bytes: length === null ? null : Number(length) };
}

/** `words`: what the result does that it must not. */
export function unretrievable(words: string): AppError {
  return new AppError('RESULT_UNRETRIEVABLE', `the result ${words}`);
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

function findFault({ status, headers }: Response, secrets: readonly string[]): AppError | null {
  if (status !== 200) return toStatusFault(status);
  const read = (name: string) => strikeSecrets(headers.get(name) ?? '', secrets);
  const encoding = read('content-encoding') || 'identity';
  if (encoding !== 'identity') return unretrievable(`came encoded as ${encoding}, which was not asked for`);
  const type = read('content-type') || 'application/octet-stream';
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

function isRedirect({ status }: Response): boolean {
  return status >= 301 && status <= 308 && status !== 304;
}

async function follow(
  response: Response,
  { url, mayFollow, signal }: ResultSource,
  secrets: readonly string[],
): Promise<Response> {
  await response.body?.cancel();
  const location = response.headers.get('location') ?? '';
  const target = URL.canParse(location, url.href) ? new URL(location, url) : null;
  const isAllowed = target !== null && (target.origin === url.origin || mayFollow(target));
  const shown = strikeSecrets(location, secrets).slice(0, 200);
  if (!isAllowed) throw unretrievable(`redirects to ${shown}, which is not the provider's`);
  // Without the key, and one step only.
  return ask(target, AS_IT_IS, signal);
}

/** A result at the vendor's own address or one of its public hosts; one redirect among those. */
export async function openVendorResult(
  address: string,
  place: { baseUrl: string; hosts: RegExp; headers?: Record<string, string>; signal: AbortSignal },
): ReturnType<typeof openResult> {
  const { hosts, headers = {}, signal } = place;
  const mayFollow = (target: URL) => isPublicHost(target, hosts);
  return openResult({ url: toVendorUrl(address, place), headers, mayFollow, signal });
}

/** Over TLS, so that no name can be made to mean a private address. */
export function isPublicHost({ protocol, port, hostname }: URL, hosts: RegExp): boolean {
  return protocol === 'https:' && port === '' && hosts.test(hostname);
}

// No other is asked.
function toVendorUrl(address: string, { baseUrl, hosts }: { baseUrl: string; hosts: RegExp }): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && (url.origin === new URL(baseUrl).origin || isPublicHost(url, hosts))) return url;
  throw unretrievable(`is at a host that is not the provider's: ${address.slice(0, 200)}`);
}
