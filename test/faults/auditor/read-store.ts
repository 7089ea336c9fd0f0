import { Client } from 'minio';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { ServerAddresses } from '../../../scripts/servers/server-addresses.ts';

export interface StoredObject {
  sha256: string;
  bytes: number;
}

export interface StoreContents {
  objects: Map<string, StoredObject>;
  unfinishedUploads: string[];
}

const READS_AT_ONCE = 8;

interface StoreReading {
  bucket: string;
  /** Where large uploads may have been left. */
  uploadKeys: readonly string[];
  look: (key: string, bytes: Buffer) => void;
}

/** Every object of a bucket, read and hashed; `look` sees the bytes of each. */
export async function readStore(
  { endpoint, accessKey, secretKey }: ServerAddresses['minio'],
  { bucket, uploadKeys, look }: StoreReading,
): Promise<StoreContents> {
  const { hostname, port, protocol } = new URL(endpoint);
  const useSSL = protocol === 'https:';
  const client = new Client({ endPoint: hostname, port: Number(port), useSSL, accessKey, secretKey });
  const objects = new Map<string, StoredObject>();
  const keys = (await namesOf(client.listObjectsV2(bucket, '', true))).values();
  const readNext = async (): Promise<void> => {
    for (const key of keys) {
      const bytes = await buffer(await client.getObject(bucket, key));
      objects.set(key, { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length });
      look(key, bytes);
    }
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, readNext));
  return { objects, unfinishedUploads: await listUploads(client, bucket, uploadKeys) };
}

// MinIO lists them only under the whole key.
async function listUploads(client: Client, bucket: string, keys: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const key of keys) found.push(...(await namesOf(client.listIncompleteUploads(bucket, key, true))));
  return found;
}

async function namesOf(stream: AsyncIterable<unknown>): Promise<string[]> {
  const names: string[] = [];
  for await (const item of stream) {
    const { name, key } = item as { name?: string; key?: string };
    names.push(name ?? key ?? '');
  }
  return names;
}
