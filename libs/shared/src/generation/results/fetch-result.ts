import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inChunks } from '@shared/artifacts/in-chunks';
import { AppError, toAppError } from '@shared/errors/app-error';
import { countStreamed } from '@shared/lifecycle/stream-garbage';
import type { Provider } from '../providers/provider';

/** What a provider's answer may cost us; it is not trusted. */
export interface ResultLimits {
  /** A result larger than this is cut there. */
  maxBytes: number;
  /** Longest time for one result. */
  totalMs: number;
  /** Longest time without a byte. */
  stallMs: number;
}

type Downloads = Pick<Provider, 'download'>;

export interface Fetched {
  sha256: string;
  bytes: number;
}

/**
 * Streams a result to disk while it is hashed and counted. Throws RESULT_UNRETRIEVABLE for a transfer that comes to no good: it
 * may be tried again at a fresh address, and is no reason to buy anything. An outage keeps its own code.
 */
export async function fetchResult(
  { address, provider, path }: { address: string; provider: Downloads; path: string },
  limits: ResultLimits,
  signal: AbortSignal,
): Promise<Fetched> {
  const watch = new Watch(limits, signal);
  try {
    return await spool(await provider.download(address, watch.signal), path, watch);
  } catch (error) {
    signal.throwIfAborted();
    throw watch.fault ?? toTransferFault(error);
  } finally {
    watch.stop();
  }
}

/** Throws RESULT_UNRETRIEVABLE. */
export function throwOnTooLarge(bytes: number, { maxBytes }: ResultLimits): void {
  if (bytes > maxBytes) throw fault(`the result is larger than the ${maxBytes} bytes allowed`);
}

interface OpenResult {
  stream: Readable;
  bytes: number | null;
}

async function spool({ stream, bytes }: OpenResult, path: string, watch: Watch): Promise<Fetched> {
  throwOnLargePromise(stream, bytes ?? 0, watch.limits);
  const hash = createHash('sha256');
  const measure = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      watch.see(chunk.length);
      hash.update(chunk);
      countStreamed(chunk.length);
      yield chunk;
    }
  };
  const write = (chunks: AsyncIterable<Buffer>): Promise<void> => writeFile(path, inChunks(chunks, bytes));
  await pipeline(stream, measure, write, { signal: watch.signal });
  if (bytes !== null && watch.seen !== bytes) throw fault(`the result ended after ${watch.seen} of ${bytes} bytes`);
  return { sha256: hash.digest('hex'), bytes: watch.seen };
}

// What is promised to be too large is not begun, and nobody reads it: an error of its connection must not end the process.
function throwOnLargePromise(stream: Readable, bytes: number, limits: ResultLimits): void {
  try {
    throwOnTooLarge(bytes, limits);
  } catch (error) {
    stream.on('error', () => undefined).destroy();
    throw error;
  }
}

/** Ends a transfer that takes too long, stalls or grows too large, and remembers which it was. */
class Watch {
  readonly signal: AbortSignal;
  fault: AppError | undefined;
  seen = 0;
  private readonly controller = new AbortController();
  private readonly total: NodeJS.Timeout;
  private readonly stall: NodeJS.Timeout;

  constructor(
    readonly limits: ResultLimits,
    signal: AbortSignal,
  ) {
    const { totalMs, stallMs } = limits;
    this.signal = AbortSignal.any([signal, this.controller.signal]);
    this.total = this.endAfter(totalMs, () => `the result took longer than ${totalMs} ms; ${this.seen} bytes came`);
    this.stall = this.endAfter(stallMs, () => `the result stalled for ${stallMs} ms after ${this.seen} bytes`);
  }

  /** Throws as soon as there are too many bytes. */
  see(bytes: number): void {
    this.seen += bytes;
    this.stall.refresh();
    throwOnTooLarge(this.seen, this.limits);
  }

  stop(): void {
    clearTimeout(this.total);
    clearTimeout(this.stall);
  }

  private endAfter(ms: number, say: () => string): NodeJS.Timeout {
    return setTimeout(() => {
      this.fault ??= fault(say());
      this.controller.abort(this.fault);
    }, ms);
  }
}

function fault(message: string, cause?: unknown): AppError {
  return new AppError('RESULT_UNRETRIEVABLE', message, { cause });
}

const OUR_DISK = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EIO', 'EMFILE'];

// A full disk is ours, and so is every error that already has a code; the rest is a connection that broke.
export function toTransferFault(error: unknown): AppError {
  const { code, message } = toAppError(error);
  if (OUR_DISK.includes((error as NodeJS.ErrnoException).code ?? ''))
    return new AppError('DEPENDENCY_UNAVAILABLE', `the result cannot be written here: ${message}`, { cause: error });
  return code === 'INTERNAL' ? fault(`the result broke off: ${message}`, error) : toAppError(error);
}
