import { access, constants, mkdir, open, rm, writeFile } from 'node:fs/promises';
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
import { CHUNK_BYTES } from './chunk-bytes';
import { buildIncomingName, placeFile, removeStaleFiles } from './durable-file';
import { isMissing, throwStoreError, toStoreError } from './file-errors';
import { MeasuredSource } from './measured-source';
import { throwOnLongExpiry } from './presign-limit';
import { throwOnBadKey } from './throw-on-bad-key';

const OBJECTS = 'objects';
const INCOMING = 'incoming';
/** Where earlier versions kept the media type of each artifact, which whoever has its key knows. */
const MEDIA_TYPES = 'media-types';

/** Artifacts as plain files: `objects/<key>`, uploads in `incoming/`. */
export class DirectoryStore extends ArtifactStore {
  private readonly root: string;

  constructor(root: string) {
    super();
    this.root = resolve(root);
  }

  override async prepare(): Promise<void> {
    for (const folder of [OBJECTS, INCOMING]) await mkdir(join(this.root, folder), { recursive: true });
    await removeStaleFiles(join(this.root, INCOMING));
  }

  override async ready(): Promise<void> {
    await access(join(this.root, INCOMING), constants.W_OK).catch(throwStoreError);
  }

  override async put(key: string, source: Readable | Buffer, options: PutOptions): Promise<ArtifactRef> {
    const { mediaType, durable = true } = options;
    const measured = new MeasuredSource(source, options);
    const incoming = join(this.root, INCOMING, buildIncomingName());
    try {
      const path = this.pathOf(key);
      await writeFile(incoming, measured, { flag: 'wx', flush: durable });
      await placeFile(incoming, path, durable);
      return measured.toRef(key, mediaType);
    } catch (error) {
      measured.destroy();
      await rm(incoming, { force: true });
      throw measured.failure ?? toStoreError(error);
    }
  }

  override async open(key: string, range?: ByteRange): Promise<OpenArtifact> {
    const file = await open(this.pathOf(key)).catch((error: unknown) => {
      if (isMissing(error)) throw new AppError('ARTIFACT_MISSING', `There is no artifact ${key}`, { cause: error });
      throw toStoreError(error);
    });
    try {
      const { size: totalBytes } = await file.stat();
      const { start, end, bytes } = resolveRange(totalBytes, range);
      const highWaterMark = CHUNK_BYTES;
      const stream = file.createReadStream(bytes === 0 ? {} : { start, end, highWaterMark });
      return { stream, bytes, totalBytes };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  override async stat(key: string): Promise<ArtifactFacts | null> {
    try {
      const { stream, totalBytes } = await this.open(key);
      stream.destroy();
      return { bytes: totalBytes };
    } catch (error) {
      if (error instanceof AppError && error.code === 'ARTIFACT_MISSING') return null;
      throw error;
    }
  }

  override async remove(key: string): Promise<void> {
    for (const folder of [OBJECTS, MEDIA_TYPES]) {
      await rm(this.pathOf(key, folder), { force: true }).catch(throwStoreError);
    }
  }

  override async removePrefix(prefix: string): Promise<void> {
    const options = { recursive: true, force: true, maxRetries: 3 };
    for (const folder of [OBJECTS, MEDIA_TYPES]) {
      await rm(this.pathOf(prefix, folder), options).catch(throwStoreError);
    }
  }

  override async presign(key: string, { expiresSeconds }: PresignOptions): Promise<string | null> {
    throwOnBadKey(key);
    throwOnLongExpiry(expiresSeconds);
    return null;
  }

  private pathOf(key: string, folder = OBJECTS): string {
    throwOnBadKey(key);
    return join(this.root, folder, key);
  }
}
