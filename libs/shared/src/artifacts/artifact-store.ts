import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { CHUNK_BYTES } from './chunk-bytes';
import { writeVerified } from './write-verified';

export interface PutOptions {
  mediaType: string;
  /** What the source promised; another length is MEDIA_INVALID and nothing is kept. */
  bytes?: number;
  /**
   * Whether it is still there, and whole, after the power has failed. Default true. False only for what is made again at no cost,
   * and whose readers hold it against its hash.
   */
  durable?: boolean;
  signal?: AbortSignal;
}

/** Both ends count, as in HTTP; without `end` to the last byte. */
export interface ByteRange {
  start: number;
  end?: number;
}

export interface ArtifactFacts {
  bytes: number;
}

export interface OpenArtifact {
  stream: Readable;
  /** How many bytes the stream will give. */
  bytes: number;
  totalBytes: number;
}

export interface PresignOptions {
  /** At most 900. */
  expiresSeconds: number;
  mediaType: string;
  fileName: string;
  disposition: 'inline' | 'attachment';
}

/**
 * Where artifacts live. Every adapter keeps these promises (one suite: `testing/artifact-store.contract.ts`):
 *
 * - A key is one or more segments of `A-Z a-z 0-9 . _ -` joined by `/`; anything else is INVALID_INPUT.
 * - A store that cannot be reached is DEPENDENCY_UNAVAILABLE; an aborted signal throws its own AppError, else CANCELLED.
 * - No method holds a whole file in memory.
 * - Of what kind an artifact is, its reference says; a store need not know.
 */
export abstract class ArtifactStore {
  /** Makes the bucket or the folders. May be called at every start, by any number of replicas at once. */
  abstract prepare(): Promise<void>;

  /** Throws unless the store answers now. Cheap enough for a health probe. */
  abstract ready(): Promise<void>;

  /**
   * Streams the source in and hashes it on the way. A reader sees the old artifact or the whole new one, never a part.
   * When it fails nothing is left behind, the source is destroyed, and the source's own error comes out unchanged.
   */
  abstract put(key: string, source: Readable | Buffer, options: PutOptions): Promise<ArtifactRef>;

  /** ARTIFACT_MISSING when there is none; INVALID_INPUT (details.totalBytes) when the range begins after its end. */
  abstract open(key: string, range?: ByteRange): Promise<OpenArtifact>;

  abstract stat(key: string): Promise<ArtifactFacts | null>;

  /** With what uploads of this key that were never finished have left. Removing what is not there is no error. */
  abstract remove(key: string): Promise<void>;

  /** Removes everything below `prefix/`; `a/b` does not touch `a/bc`. */
  abstract removePrefix(prefix: string): Promise<void>;

  /** A read-only address for one artifact, not checked to exist; null when the gateway has to stream it itself. */
  abstract presign(key: string, options: PresignOptions): Promise<string | null>;

  /** The same with a file of this machine that is finished. */
  async putFile(key: string, path: string, options: PutOptions): Promise<ArtifactRef> {
    const { size } = await stat(path);
    // Told where the file ends, the stream makes no room for more.
    return this.put(key, createReadStream(path, { highWaterMark: CHUNK_BYTES, end: Math.max(0, size - 1) }), options);
  }

  /** Streams an artifact into a file. Other bytes than `ref` names are MEDIA_INVALID, and the file is removed again. */
  async download(ref: ArtifactRef, toPath: string, signal?: AbortSignal): Promise<void> {
    const { stream } = await this.open(ref.key);
    await writeVerified(stream, { ref, toPath, signal });
  }
}
