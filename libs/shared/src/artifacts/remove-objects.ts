import type { Client } from 'minio';

// What one request of the S3 API may name.
const BATCH = 1000;

interface Listed {
  name?: string;
}

/** Removes every object whose key begins with `prefix`; throws when one of them stays. */
export async function removeObjects(client: Client, bucket: string, prefix: string): Promise<void> {
  let keys: string[] = [];
  for await (const { name } of client.listObjectsV2(bucket, prefix, true) as AsyncIterable<Listed>) {
    if (name) keys.push(name);
    if (keys.length === BATCH) {
      await removeBatch(client, bucket, keys);
      keys = [];
    }
  }
  if (keys.length > 0) await removeBatch(client, bucket, keys);
}

async function removeBatch(client: Client, bucket: string, keys: string[]): Promise<void> {
  const answers = await client.removeObjects(bucket, keys);
  const refused = answers.find((answer) => answer?.Error);
  if (refused?.Error)
    throw new Error(`${refused.Error.Key ?? 'An object'} stays: ${refused.Error.Message ?? 'no reason'}`);
}
