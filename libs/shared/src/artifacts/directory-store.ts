import { access, constants, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { AppError } from '@shared/errors/app-error';
import {
  ArtifactStore,
  type ArtifactFacts,
  type ByteRange,
  type OpenArtifact,
  type PresignOptions,
  type PutOptions,
} from './artifact-store';
import { resolveRange } from './byte-range';
import { buildIncomingName, placeFile, removeStaleFiles, writeDurably } from './durable-file';
import { MeasuredSource } from './measured-source';
import { throwOnLongExpiry } from './presign-limit';
import { throwOnBadKey } from './throw-on-bad-key';

const UNKNOWN_MEDIA_TYPE = 'application/octet-stream';

/** Artifacts as plain files: `objects/<key>`, the media type of each in `media-types/<key>`, uploads in `incoming/`. */
export class DirectoryStore extends ArtifactStore {
  private readonly root: string;

  constructor(root: string) {
    super();
    this.root = resolve(root);
  }

  override async prepare(): Promise<void> {
    for (const folder of ['objects', 'media-types', 'incoming']) {
      await mkdir(join(this.root, folder), { recursive: true });
    }
    await removeStaleFiles(join(this.root, 'incoming'));
  }

  override async ready(): Promise<void> {
    await access(join(this.root, 'incoming'), constants.W_OK).catch(throwStoreError);
  }

  override async put(key: string, source: Readable | Buffer, options: PutOptions): Promise<ArtifactRef> {
    const measured = new MeasuredSource(source, options);
    const incoming = join(this.root, 'incoming', buildIncomingName());
    try {
      throwOnBadKey(key);
      await writeDurably(incoming, measured);
      await this.place(key, incoming, options.mediaType);
      return measured.toRef(key, options.mediaType);
    } catch (error) {
      measured.destroy();
      await rm(incoming, { force: true });
      await rm(`${incoming}.type`, { force: true });
      throw measured.failure ?? toStoreError(error);
    }
  }

  override async open(key: string, range?: ByteRange): Promise<OpenArtifact> {
    const file = await open(this.objectPath(key)).catch((error: unknown) => {
      if (isMissing(error)) throw new AppError('ARTIFACT_MISSING', `There is no artifact ${key}`, { cause: error });
      throw toStoreError(error);
    });
    try {
      const { size: totalBytes } = await file.stat();
      const { start, end, bytes } = resolveRange(totalBytes, range);
      const mediaType = await this.readMediaType(key);
      const stream = file.createReadStream(bytes === 0 ? {} : { start, end });
      return { stream, bytes, totalBytes, mediaType };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  override async stat(key: string): Promise<ArtifactFacts | null> {
    try {
      const { stream, totalBytes, mediaType } = await this.open(key);
      stream.destroy();
      return { bytes: totalBytes, mediaType };
    } catch (error) {
      if (error instanceof AppError && error.code === 'ARTIFACT_MISSING') return null;
      throw error;
    }
  }

  override async remove(key: string): Promise<void> {
    await rm(this.objectPath(key), { force: true }).catch(throwStoreError);
    await rm(this.mediaTypePath(key), { force: true }).catch(throwStoreError);
  }

  override async removePrefix(prefix: string): Promise<void> {
    const options = { recursive: true, force: true, maxRetries: 3 };
    await rm(this.objectPath(prefix), options).catch(throwStoreError);
    await rm(this.mediaTypePath(prefix), options).catch(throwStoreError);
  }

  override async presign(key: string, { expiresSeconds }: PresignOptions): Promise<string | null> {
    throwOnBadKey(key);
    throwOnLongExpiry(expiresSeconds);
    return null;
  }

  // The type goes first: an artifact that can be seen has one.
  private async place(key: string, incoming: string, mediaType: string): Promise<void> {
    const incomingType = `${incoming}.type`;
    await writeDurably(incomingType, toChunks(mediaType));
    await placeFile(incomingType, this.mediaTypePath(key));
    await placeFile(incoming, this.objectPath(key));
  }

  private async readMediaType(key: string): Promise<string> {
    const mediaType = await readFile(this.mediaTypePath(key), 'utf8').catch(() => '');
    return mediaType || UNKNOWN_MEDIA_TYPE;
  }

  private objectPath(key: string): string {
    throwOnBadKey(key);
    return join(this.root, 'objects', key);
  }

  private mediaTypePath(key: string): string {
    throwOnBadKey(key);
    return join(this.root, 'media-types', key);
  }
}

async function* toChunks(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

function throwStoreError(error: unknown): never {
  throw toStoreError(error);
}

// A full or unreachable disk is the store's fault; what the source threw stays as it is.
function toStoreError(error: unknown): unknown {
  if (error instanceof AppError || !isFileSystemError(error)) return error;
  return new AppError('DEPENDENCY_UNAVAILABLE', `The artifact directory failed: ${error.code}`, {
    details: { reason: error.code },
    cause: error,
  });
}

function isMissing(error: unknown): boolean {
  return isFileSystemError(error) && error.code === 'ENOENT';
}

function isFileSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && 'syscall' in error;
}
