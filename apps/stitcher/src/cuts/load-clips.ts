import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { ClipToJoin } from '@shared/media/join-clips';
import type { PrivateDirectory } from '@shared/media/private-directory';
import { probeVideo } from '@shared/media/probe-media';
import type { FfmpegRunner } from '@shared/media/run-ffmpeg';

export interface LoadClips {
  store: ArtifactStore;
  runner: FfmpegRunner;
  directory: PrivateDirectory;
  /** In the order of the film. */
  artifacts: readonly ArtifactRef[];
  atOnce: number;
  signal: AbortSignal;
}

/** Downloads clips, hash-checked, and probes each as it lands. When one fails, none is under way any more. */
export async function loadClips({ artifacts, atOnce, signal, ...parts }: LoadClips): Promise<ClipToJoin[]> {
  const clips: ClipToJoin[] = [];
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  // One iterator for all: each takes the next clip when it is done with its last.
  const queue = artifacts.entries();
  const work = async (): Promise<void> => {
    for (const [index, artifact] of queue) clips[index] = await loadClip(parts, { artifact, index }, stop);
  };
  const workers = Array.from({ length: atOnce }, work);
  try {
    await Promise.all(workers);
    return clips;
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(workers);
    throw error;
  }
}

async function loadClip(
  { store, runner, directory }: Pick<LoadClips, 'store' | 'runner' | 'directory'>,
  { artifact, index }: { artifact: ArtifactRef; index: number },
  signal: AbortSignal,
): Promise<ClipToJoin> {
  const path = directory.file(`clip-${index + 1}.mp4`);
  await store.download(artifact, path, signal);
  return { path, facts: await probeVideo(runner, path, signal) };
}
