import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { StoryboardLibrary } from '@shared/artifacts/storyboard-library';
import type { FfmpegRunner } from '@shared/media/run-ffmpeg';

export interface StudioParts {
  store: ArtifactStore;
  runner: FfmpegRunner;
  storyboards: StoryboardLibrary;
  /** Where private directories are made. */
  workDir: string;
  /** Clips of one film that are fetched at the same time. */
  downloadsAtOnce: number;
}

/** Where films are made. */
export class Studio {
  constructor(readonly parts: StudioParts) {}
}
