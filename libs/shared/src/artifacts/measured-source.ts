import { createHash } from 'node:crypto';
import { addAbortSignal, type Readable } from 'node:stream';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { toAbortError } from '@shared/errors/abort-error';
import { AppError } from '@shared/errors/app-error';
import { countStreamed } from '@shared/lifecycle/stream-garbage';

export interface MeasureOptions {
  bytes?: number;
  signal?: AbortSignal;
}

/** Hands a source on chunk by chunk and knows its length and SHA-256 at the end. Leaving the loop early destroys the source. */
export class MeasuredSource implements AsyncIterable<Buffer> {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private sourceError: Error | undefined;

  constructor(
    private readonly source: Readable | Buffer,
    private readonly options: MeasureOptions = {},
  ) {
    if (Buffer.isBuffer(source)) return;
    // The loop below reports it; without a listener an early error would end the process.
    source.on('error', () => undefined);
    if (options.signal) addAbortSignal(options.signal, source);
  }

  /** What ended the source early: the signal's reason or the source's own error; undefined when neither did. */
  get failure(): Error | undefined {
    const { signal } = this.options;
    return signal?.aborted ? toAbortError(signal) : this.sourceError;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    const { source, options } = this;
    const chunks: Iterable<Buffer> | AsyncIterable<Buffer | Uint8Array | string> = Buffer.isBuffer(source)
      ? [source]
      : source;
    try {
      for await (const chunk of chunks) {
        options.signal?.throwIfAborted();
        yield this.measure(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk));
      }
      this.throwOnOtherLength();
    } catch (error) {
      this.sourceError = error as Error;
      throw error;
    }
  }

  /** Only once, after the last chunk. */
  toRef(key: string, mediaType: string): ArtifactRef {
    return { key, sha256: this.hash.digest('hex'), bytes: this.bytes, mediaType };
  }

  destroy(): void {
    if (!Buffer.isBuffer(this.source)) this.source.destroy();
  }

  private measure(chunk: Buffer): Buffer {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    countStreamed(chunk.length);
    return chunk;
  }

  private throwOnOtherLength(): void {
    const expected = this.options.bytes;
    if (expected === undefined || expected === this.bytes) return;
    throw new AppError('MEDIA_INVALID', `The source promised ${expected} bytes and gave ${this.bytes}`, {
      details: { expectedBytes: expected, gotBytes: this.bytes },
    });
  }
}
