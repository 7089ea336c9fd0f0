import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { failpoint } from '@shared/failpoints/failpoint';
import { PrivateDirectory } from '@shared/media/private-directory';
import type { Attempt } from '../attempts/attempt';
import { fetchResult, type ResultLimits, throwOnTooLarge } from './fetch-result';
import type { GenerationResult, Provider } from '../providers/provider';
import { AnsweredResult, DownloadedResult, type ReceivedResult } from './received-result';
import type { Workload } from '../attempts/workload';

export interface ResultParts {
  store: ArtifactStore;
  workload: Workload;
  provider: Provider;
  limits: ResultLimits;
}

export interface TakenIn {
  artifact: ArtifactRef;
  facts: unknown;
}

interface Intake {
  attempt: Attempt;
  mediaType: string;
  parts: ResultParts;
  signal: AbortSignal;
}

/**
 * Brings a result from the provider into our store: hashed and counted while it comes, looked at, then stored. Nothing of a
 * result that is cut short, too large or not what it says is left behind.
 */
export async function takeInResult(
  attempt: Attempt,
  result: GenerationResult,
  parts: ResultParts,
  signal: AbortSignal,
): Promise<TakenIn> {
  const intake = { attempt, mediaType: result.mediaType, parts, signal };
  return result.kind === 'inline' ? takeInAnswer(result.bytes, intake) : takeInDownload(result.address, intake);
}

async function takeInAnswer(bytes: Buffer, intake: Intake): Promise<TakenIn> {
  await failpoint('download.before');
  throwOnTooLarge(bytes.length, intake.parts.limits);
  await using received = new AnsweredResult(bytes);
  await failpoint('download.after');
  return await checkAndPut(received, intake);
}

// To disk as it comes: it may be larger than our memory.
async function takeInDownload(address: string, intake: Intake): Promise<TakenIn> {
  const { workload, provider, limits } = intake.parts;
  await using directory = await PrivateDirectory.create();
  const path = directory.file('result');
  using expected = workload.expect?.(path);
  await failpoint('download.before');
  const fetched = await fetchResult({ address, provider, path }, limits, intake.signal);
  await failpoint('download.after');
  return await checkAndPut(new DownloadedResult(path, fetched), intake);
}

async function checkAndPut(received: ReceivedResult, { attempt, mediaType, parts, signal }: Intake): Promise<TakenIn> {
  const { store, workload } = parts;
  const { sha256, bytes } = received;
  const key = workload.artifactKey(attempt);
  const result = { read: () => received.read(), toFile: () => received.toFile() };
  const facts = await workload.check({ ...result, artifact: { key, sha256, bytes, mediaType } }, attempt);
  const artifact = await received.putInto(store, key, { mediaType, bytes, signal });
  await failpoint('artifact.after-put');
  return { artifact, facts };
}
