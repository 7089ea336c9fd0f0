import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { AppError } from '@shared/errors/app-error';
import { isPublicAddress } from './public-address';

export interface FetchLimits {
  maxBytes: number;
  /** From the look-up of the name to the last byte. */
  totalMs: number;
}

export interface FetchPublic extends FetchLimits {
  url: string;
  /** Looks at the first bytes, so that nothing is loaded that nobody can use. */
  isWanted: (head: Buffer) => boolean;
  signal?: AbortSignal;
}

/** How the internet is reached. Only specs give another. */
export interface Network {
  resolve: (host: string) => Promise<LookupAddress[]>;
  isAllowed: (address: string) => boolean;
  port: number;
  open: (options: RequestOptions, onAnswer: (answer: IncomingMessage) => void) => ClientRequest;
}

const INTERNET: Network = {
  resolve: (host) => lookup(host, { all: true }),
  isAllowed: isPublicAddress,
  port: 443,
  open: (options, onAnswer) => requestHttps(options, onAnswer),
};

/** Bytes that decide what a file is. */
const HEAD_BYTES = 16;

/**
 * The one way in which an address that a user gave is read: over TLS at port 443, at a public address that was looked up once
 * and is the one connected to, following nothing, within limits of size and time. Throws REFERENCE_UNAVAILABLE; `retryable`
 * where the host may only be out for a moment. What the host answered is not told: it may be no business of the user.
 */
export async function fetchPublic(wanted: FetchPublic, network: Network = INTERNET): Promise<Buffer> {
  const { totalMs, signal } = wanted;
  const url = parseAddress(wanted.url);
  const timeUp = AbortSignal.timeout(totalMs);
  const ended = AbortSignal.any([timeUp, ...(signal ? [signal] : [])]);
  try {
    const addresses = await within(resolvePublic(url, network), ended);
    const answer = await open(url, { addresses, network, signal: ended });
    throwOnBadAnswer(answer, wanted);
    return await readBody(answer, wanted);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof AppError) throw cause;
    if (timeUp.aborted) throw unavailable(`took longer than ${totalMs} ms`, { retryable: false });
    throw unavailable('could not be reached', { retryable: true, cause });
  }
}

/** Throws unless it is an https address of a host at its usual port, without a user in it. */
function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isPlain = url?.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  if (isPlain) return url;
  throw unavailable('is not an https:// address without a port and a password', { retryable: false });
}

// One private address among several is enough: which of them is connected to is not for the name's owner to choose.
async function resolvePublic({ hostname }: URL, { resolve, isAllowed }: Network): Promise<LookupAddress[]> {
  const addresses = await resolve(hostname.replace(/^\[|\]$/g, ''));
  if (addresses.length > 0 && addresses.every(({ address }) => isAllowed(address))) return addresses;
  throw unavailable('is at no public address', { retryable: false });
}

function open(
  url: URL,
  { addresses, network, signal }: { addresses: LookupAddress[]; network: Network; signal: AbortSignal },
): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const [first] = addresses;
  // The name is not looked up again: between two look-ups its owner could let it mean another address.
  const known: RequestOptions['lookup'] = (_host, options, callback) => {
    if (options.all) callback(null, addresses);
    else callback(null, first?.address ?? '', first?.family);
  };
  const headers = { accept: 'image/png, image/jpeg, image/webp', 'accept-encoding': 'identity' };
  const target = { host, port: network.port, path: url.pathname + url.search, lookup: known };
  return new Promise((resolve, reject) => {
    const request = network.open({ ...target, method: 'GET', agent: false, headers, signal }, resolve);
    request.on('error', reject);
    request.end();
  });
}

const OUTAGES = new Set([408, 429, 500, 502, 503, 504]);

function throwOnBadAnswer(answer: IncomingMessage, limits: FetchLimits): void {
  const fault = findFault(answer, limits);
  if (fault === null) return;
  answer.destroy();
  throw unavailable(fault, { retryable: OUTAGES.has(answer.statusCode ?? 0) });
}

function findFault({ statusCode = 0, headers }: IncomingMessage, { maxBytes }: FetchLimits): string | null {
  if (statusCode >= 300 && statusCode < 400) return 'leads to another address, which is not followed';
  if (statusCode !== 200) return `answers with HTTP status ${statusCode}`;
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return 'comes compressed, which was not asked for';
  return Number(headers['content-length'] ?? 0) > maxBytes ? `is larger than ${maxBytes} bytes` : null;
}

async function readBody(answer: IncomingMessage, { maxBytes, isWanted }: FetchPublic): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let seen = 0;
  let isKnown = false;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    seen += chunk.length;
    if (seen > maxBytes) throw unavailable(`is larger than ${maxBytes} bytes`, { retryable: false });
    chunks.push(chunk);
    if (isKnown || seen < HEAD_BYTES) continue;
    if (!isWanted(Buffer.concat(chunks, seen))) throw notWanted();
    isKnown = true;
  }
  const bytes = Buffer.concat(chunks, seen);
  if (!isKnown && !isWanted(bytes)) throw notWanted();
  return bytes;
}

function notWanted(): AppError {
  return unavailable('is no PNG, JPEG or WebP image', { retryable: false });
}

function unavailable(words: string, { retryable, cause }: { retryable: boolean; cause?: unknown }): AppError {
  return new AppError('REFERENCE_UNAVAILABLE', `the address ${words}`, { retryable, cause });
}

// A look-up cannot be called off.
function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop);
    });
  });
}
