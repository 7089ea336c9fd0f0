import { createHash } from 'node:crypto';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { toAbortError } from '@shared/errors/abort-error';
import { AppError } from '@shared/errors/app-error';
import { countStreamed } from '@shared/lifecycle/stream-garbage';
import type { ArtifactStore, OpenArtifact } from './artifact-store';

/** The whole of a small artifact. Other bytes than `ref` names are MEDIA_INVALID. */
export async function readArtifact(store: ArtifactStore, ref: ArtifactRef, signal?: AbortSignal): Promise<Buffer> {
  const bytes = await readAll(await store.open(ref.key), signal);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 === ref.sha256) return bytes;
  throw new AppError('MEDIA_INVALID', `${ref.key} has other bytes than were stored`, {
    details: { expected: ref.sha256, got: sha256 },
  });
}

/** The whole of a small text that only its key is known of. */
export async function readText(store: ArtifactStore, key: string): Promise<string> {
  return (await readAll(await store.open(key))).toString('utf8');
}

// What `node:stream/consumers` has for it copies twice.
async function readAll({ stream, bytes }: OpenArtifact, signal?: AbortSignal): Promise<Buffer> {
  try {
    const chunks = (await stream.toArray({ signal })) as Buffer[];
    countStreamed(bytes);
    return Buffer.concat(chunks);
  } catch (error) {
    throw signal?.aborted ? toAbortError(signal) : error;
  }
}
