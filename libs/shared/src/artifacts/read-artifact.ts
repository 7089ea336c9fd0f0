import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { AppError } from '@shared/errors/app-error';
import type { ArtifactStore } from './artifact-store';

/** The whole of a small artifact. Other bytes than `ref` names are MEDIA_INVALID. */
export async function readArtifact(store: ArtifactStore, ref: ArtifactRef): Promise<Buffer> {
  const { stream } = await store.open(ref.key);
  const bytes = await readAll(stream);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === ref.sha256) return bytes;
  throw new AppError('MEDIA_INVALID', `${ref.key} has other bytes than were stored`, {
    details: { expected: ref.sha256, got: sha256 },
  });
}

/** The whole of a small text that only its key is known of. */
export async function readText(store: ArtifactStore, key: string): Promise<string> {
  const { stream } = await store.open(key);
  return (await readAll(stream)).toString('utf8');
}

// What `node:stream/consumers` has for it copies twice.
async function readAll(stream: Readable): Promise<Buffer> {
  return Buffer.concat((await stream.toArray()) as Buffer[]);
}
