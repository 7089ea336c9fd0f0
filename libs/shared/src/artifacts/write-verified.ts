import { rm, writeFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { AppError } from '@shared/errors/app-error';
import { MeasuredSource } from './measured-source';

export interface VerifiedWrite {
  ref: ArtifactRef;
  toPath: string;
  signal?: AbortSignal;
}

/** Writes the stream to a file that exists afterwards only if its bytes are those that `ref` names. */
export async function writeVerified(stream: Readable, { ref, toPath, signal }: VerifiedWrite): Promise<void> {
  const source = new MeasuredSource(stream, { signal });
  try {
    await writeFile(toPath, source);
    throwOnOtherContent(ref, source.toRef(ref.key, ref.mediaType));
  } catch (error) {
    source.destroy();
    await rm(toPath, { force: true });
    throw source.failure ?? error;
  }
}

function throwOnOtherContent(expected: ArtifactRef, got: ArtifactRef): void {
  if (got.sha256 === expected.sha256 && got.bytes === expected.bytes) return;
  throw new AppError('MEDIA_INVALID', `Artifact ${expected.key} is not what was stored: its SHA-256 differs`, {
    details: {
      key: expected.key,
      expected: { sha256: expected.sha256, bytes: expected.bytes },
      got: { sha256: got.sha256, bytes: got.bytes },
    },
  });
}
