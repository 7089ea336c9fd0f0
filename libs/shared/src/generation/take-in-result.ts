import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { AppError } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import { PrivateDirectory } from '@shared/media/private-directory';
import type { Attempt } from './attempt';
import type { GenerationResult, Provider } from './provider';
import type { Workload } from './workload';

export interface ResultParts {
  store: ArtifactStore;
  workload: Workload;
  maxResultBytes: number;
}

export interface TakenIn {
  artifact: ArtifactRef;
  facts: unknown;
}

/**
 * Brings a result from the provider into our store: streamed to disk while it is hashed and counted, looked at, then
 * stored. Nothing of a result that is cut short, too large or not what it says is left behind.
 */
export async function takeInResult(
  attempt: Attempt,
  result: GenerationResult,
  { store, workload, maxResultBytes }: ResultParts,
  signal: AbortSignal,
): Promise<TakenIn> {
  await using directory = await PrivateDirectory.create();
  const path = directory.file('result');
  await failpoint('download.before');
  const source = await openResult(result, workload.provider, signal);
  const { sha256, bytes } = await spool(source, path, maxResultBytes, signal);
  await failpoint('download.after');
  const key = workload.artifactKey(attempt);
  const { mediaType } = result;
  const facts = await workload.check({ path, artifact: { key, sha256, bytes, mediaType } }, attempt);
  const artifact = await store.put(key, createReadStream(path), { mediaType, bytes, signal });
  await failpoint('artifact.after-put');
  return { artifact, facts };
}

interface OpenResult {
  stream: Readable;
  bytes: number | null;
}

async function openResult(result: GenerationResult, provider: Provider, signal: AbortSignal): Promise<OpenResult> {
  if (result.kind === 'remote') return provider.download(result.address, signal);
  return { stream: Readable.from([result.bytes]), bytes: result.bytes.length };
}

async function spool(
  source: OpenResult,
  path: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let seen = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      hash.update(chunk);
      if (seen > maxBytes)
        done(new AppError('MEDIA_INVALID', `the result is larger than the ${maxBytes} bytes allowed`));
      else done(null, chunk);
    },
  });
  await pipeline(source.stream, measure, createWriteStream(path), { signal });
  const { size } = await stat(path);
  if (source.bytes !== null && size !== source.bytes) {
    throw new AppError('PROVIDER_UNAVAILABLE', `the result ended after ${size} of ${source.bytes} bytes`);
  }
  return { sha256: hash.digest('hex'), bytes: size };
}
