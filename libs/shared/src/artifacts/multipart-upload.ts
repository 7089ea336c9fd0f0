import type { Client } from 'minio';
import { PartReader } from './part-reader';

const PART_BYTES = 8 * 1024 * 1024;

export interface Upload {
  client: Client;
  bucket: string;
  key: string;
  mediaType: string;
}

/**
 * Uploads a stream part by part. The client's own putObject is not used for streams: it waits for ever when the source
 * fails, and it resumes any unfinished upload of the same key, so that two writers would mix their parts.
 */
export async function uploadStream(upload: Upload, source: AsyncIterable<Buffer>): Promise<void> {
  const parts = new PartReader(source, Buffer.allocUnsafe(PART_BYTES));
  const first = await parts.read();
  if (first.length < PART_BYTES) await uploadWhole(upload, first);
  else await uploadParts(upload, first, parts);
}

/** Ends what writers of this key that died have begun; one that still lives fails. MinIO lists them only under the whole key. */
export async function endUnfinishedUploads(client: Client, bucket: string, key: string): Promise<void> {
  const found = client.listIncompleteUploads(bucket, key, true) as AsyncIterable<{ key: string; uploadId: string }>;
  for await (const upload of found) {
    if (upload.key === key) await client.abortMultipartUpload(bucket, key, upload.uploadId);
  }
}

async function uploadWhole({ client, bucket, key, mediaType }: Upload, bytes: Buffer): Promise<void> {
  await client.putObject(bucket, key, bytes, bytes.length, { 'Content-Type': mediaType });
}

async function uploadParts(upload: Upload, first: Buffer, parts: PartReader): Promise<void> {
  const { client, bucket, key, mediaType } = upload;
  const uploadId = await client.initiateNewMultipartUpload(bucket, key, { 'Content-Type': mediaType });
  try {
    const etags: { part: number; etag: string }[] = [];
    for (let part = first; part.length > 0; part = await parts.read()) {
      etags.push(await uploadPart(upload, { uploadId, partNumber: etags.length + 1, part }));
    }
    await client.completeMultipartUpload(bucket, key, uploadId, etags);
  } catch (error) {
    // An unfinished upload costs space until somebody ends it. The first error is the one that counts.
    await client.abortMultipartUpload(bucket, key, uploadId).catch(() => undefined);
    throw error;
  }
}

async function uploadPart(
  { client, bucket, key }: Upload,
  { uploadId, partNumber, part }: { uploadId: string; partNumber: number; part: Buffer },
): Promise<{ part: number; etag: string }> {
  const headers = { 'Content-Length': part.length };
  const target = { bucketName: bucket, objectName: key, uploadID: uploadId, partNumber, headers };
  const { etag } = await client.uploadPart(target, part);
  return { part: partNumber, etag };
}
