import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { failpoint } from '@shared/failpoints/failpoint';
import { PrivateDirectory } from '@shared/media/private-directory';
import type { Attempt } from '../attempts/attempt';
import { fetchResult, type ResultLimits } from './fetch-result';
import type { GenerationResult, Provider } from '../providers/provider';
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

/**
 * Brings a result from the provider into our store: streamed to disk while it is hashed and counted, looked at, then
 * stored. Nothing of a result that is cut short, too large or not what it says is left behind.
 */
export async function takeInResult(
  attempt: Attempt,
  result: GenerationResult,
  { store, workload, provider, limits }: ResultParts,
  signal: AbortSignal,
): Promise<TakenIn> {
  await using directory = await PrivateDirectory.create();
  const path = directory.file('result');
  using expected = workload.expect?.(path);
  await failpoint('download.before');
  const { sha256, bytes } = await fetchResult({ result, provider, path }, limits, signal);
  await failpoint('download.after');
  const key = workload.artifactKey(attempt);
  const { mediaType } = result;
  const facts = await workload.check({ path, artifact: { key, sha256, bytes, mediaType } }, attempt);
  const artifact = await store.putFile(key, path, { mediaType, bytes, signal });
  await failpoint('artifact.after-put');
  return { artifact, facts };
}
