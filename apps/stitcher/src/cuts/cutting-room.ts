import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { deriveId } from '@shared/contracts/ids';
import { AppError } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import { joinClips } from '@shared/media/join-clips';
import { makePoster } from '@shared/media/make-poster';
import { PrivateDirectory } from '@shared/media/private-directory';
import type { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { toClipFacts } from '@shared/media/to-clip-facts';
import type { Cut } from './cut';
import type { FinishedCut } from './cut-statements';
import { loadClips } from './load-clips';

export interface CuttingRoomParts {
  store: ArtifactStore;
  runner: FfmpegRunner;
  /** Where private directories are made. */
  workDir: string;
  downloadsAtOnce: number;
}

/** Makes film and poster of clips and puts them into the store. What it needs on disk is gone when it returns or throws. */
export class CuttingRoom {
  constructor(private readonly parts: CuttingRoomParts) {}

  /** `clips`: in the order of the film. */
  async stitch(cut: Cut, clips: readonly ArtifactRef[], signal: AbortSignal): Promise<FinishedCut> {
    const { store, runner, workDir, downloadsAtOnce: atOnce } = this.parts;
    await mkdir(workDir, { recursive: true });
    await using directory = await PrivateDirectory.create(workDir);
    const loaded = await loadClips({ store, runner, directory, artifacts: clips, atOnce, signal });
    const paths = { video: directory.file('cut.mp4'), poster: directory.file('poster.jpg') };
    const facts = toClipFacts(await joinClips(runner, { clips: loaded, outputPath: paths.video, signal }));
    const atSeconds = middleOf(loaded[0]?.facts?.durationSeconds);
    await makePoster(runner, { videoPath: paths.video, atSeconds, outputPath: paths.poster, signal });
    await failpoint('cut.before-upload');
    return { ...(await this.keep(cut, paths, signal)), facts };
  }

  /** Removes what was put into the store for a cut that this worker may not finish. */
  async discard(cut: Cut): Promise<void> {
    const keys = toKeys(cut);
    await this.parts.store.remove(keys.video);
    await this.parts.store.remove(keys.poster);
  }

  private async keep(
    cut: Cut,
    paths: Record<'video' | 'poster', string>,
    signal: AbortSignal,
  ): Promise<Pick<FinishedCut, 'video' | 'poster'>> {
    const { store } = this.parts;
    const keys = toKeys(cut);
    try {
      return {
        video: await store.put(keys.video, createReadStream(paths.video), { mediaType: 'video/mp4', signal }),
        poster: await store.put(keys.poster, createReadStream(paths.poster), { mediaType: 'image/jpeg', signal }),
      };
    } catch (error) {
      // The first fault counts; what cannot be removed now goes with the film.
      await this.discard(cut).catch(() => undefined);
      throw error;
    }
  }
}

// Named after the lease as well: a worker that lost it cannot write over the film of the one that has it now.
function toKeys(cut: Cut): Record<'video' | 'poster', string> {
  const id = deriveId('cut', cut.filmId, cut.revision, cut.leaseToken);
  return { video: artifactKeys.cut(cut, id), poster: artifactKeys.poster(cut, id) };
}

// The first frame is often black or blurred by a fade.
function middleOf(seconds: number | undefined): number {
  if (seconds !== undefined) return seconds / 2;
  throw new AppError('INTERNAL', 'A cut became due without a clip', { retryable: false });
}
