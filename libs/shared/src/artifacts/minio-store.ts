import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { Client } from 'minio';
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
import { buildContentDisposition } from './content-disposition';
import { MeasuredSource } from './measured-source';
import { endUnfinishedUploads, uploadStream } from './multipart-upload';
import { throwOnLongExpiry } from './presign-limit';
import { removeObjects } from './remove-objects';
import { createS3Client, type S3Address } from './s3-client';
import { isMissing, throwStoreError, toStoreError } from './s3-errors';
import { throwOnBadKey } from './throw-on-bad-key';

const READY_TIMEOUT_MS = 2000;

export interface MinioOptions extends S3Address {
  bucket: string;
  /** The address that clients of the gateway can reach, where it is another; presigned links name it. */
  publicEndpoint?: string;
}

/** Artifacts in a bucket of any server that speaks the S3 API. */
export class MinioStore extends ArtifactStore {
  private readonly client: Client;
  private readonly publicClient: Client;

  constructor(private readonly options: MinioOptions) {
    super();
    this.client = createS3Client(options);
    const { publicEndpoint } = options;
    this.publicClient = publicEndpoint ? createS3Client({ ...options, endpoint: publicEndpoint }) : this.client;
  }

  override async prepare(): Promise<void> {
    const { bucket, region } = this.options;
    if (await this.hasBucket()) return;
    try {
      await this.client.makeBucket(bucket, region);
    } catch (error) {
      // Another replica was faster.
      if (!(await this.hasBucket())) throw toStoreError(error);
    }
  }

  override async ready(): Promise<void> {
    const isReady = await Promise.race([this.hasBucket(), failAfter(READY_TIMEOUT_MS)]);
    if (!isReady) throw new AppError('DEPENDENCY_UNAVAILABLE', `The bucket ${this.options.bucket} does not exist`);
  }

  override async put(key: string, source: Readable | Buffer, options: PutOptions): Promise<ArtifactRef> {
    const { mediaType } = options;
    const measured = new MeasuredSource(source, options);
    try {
      throwOnBadKey(key);
      await uploadStream({ client: this.client, bucket: this.options.bucket, key, mediaType }, measured);
      return measured.toRef(key, mediaType);
    } catch (error) {
      measured.destroy();
      throw measured.failure ?? toStoreError(error);
    }
  }

  override async open(key: string, range?: ByteRange): Promise<OpenArtifact> {
    const facts = await this.stat(key);
    if (!facts) throw new AppError('ARTIFACT_MISSING', `There is no artifact ${key}`);
    const { start, bytes } = resolveRange(facts.bytes, range);
    const { bucket } = this.options;
    const stream = await (
      range ? this.client.getPartialObject(bucket, key, start, bytes) : this.client.getObject(bucket, key)
    ).catch(throwStoreError);
    return { stream, bytes, totalBytes: facts.bytes };
  }

  override async stat(key: string): Promise<ArtifactFacts | null> {
    throwOnBadKey(key);
    try {
      const { size } = await this.client.statObject(this.options.bucket, key);
      return { bytes: size };
    } catch (error) {
      if (isMissing(error)) return null;
      throw toStoreError(error);
    }
  }

  override async remove(key: string): Promise<void> {
    throwOnBadKey(key);
    const { bucket } = this.options;
    await endUnfinishedUploads(this.client, bucket, key).catch(throwStoreError);
    await this.client.removeObject(bucket, key).catch(throwStoreError);
  }

  override async removePrefix(prefix: string): Promise<void> {
    throwOnBadKey(prefix);
    await removeObjects(this.client, this.options.bucket, `${prefix}/`).catch(throwStoreError);
  }

  override async presign(key: string, options: PresignOptions): Promise<string | null> {
    const { expiresSeconds, mediaType, disposition, fileName } = options;
    throwOnBadKey(key);
    throwOnLongExpiry(expiresSeconds);
    return this.publicClient.presignedGetObject(this.options.bucket, key, expiresSeconds, {
      'response-content-type': mediaType,
      'response-content-disposition': buildContentDisposition(disposition, fileName),
    });
  }

  private async hasBucket(): Promise<boolean> {
    return this.client.bucketExists(this.options.bucket).catch(throwStoreError);
  }
}

async function failAfter(timeoutMs: number): Promise<never> {
  await setTimeout(timeoutMs, undefined, { ref: false });
  throw new AppError('DEPENDENCY_UNAVAILABLE', `The object store did not answer within ${timeoutMs} ms`);
}
