import { isPublicHost, openResult, unretrievable } from '@shared/vendors/open-result';
import { type GeminiSettings, GOOGLE_BASE_URL } from './gemini-env';

const GOOGLES = /\.(googleapis|googleusercontent)\.com$/;

/** The SDK cannot download from any other host than Google's, so this is plain fetch, with the same address rules for both. */
export async function downloadFile(
  address: string,
  settings: GeminiSettings,
  signal: AbortSignal,
): ReturnType<typeof openResult> {
  const url = toServedAddress(address, settings);
  const mayFollow = (target: URL) => isPublicHost(target, GOOGLES);
  return openResult({ url, headers: { 'x-goog-api-key': settings.apiKey }, mayFollow, signal });
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
