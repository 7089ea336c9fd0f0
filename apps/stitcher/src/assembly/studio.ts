import type { OnApplicationShutdown } from '@nestjs/common';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { StoryboardLibrary } from '@shared/artifacts/storyboard-library';
import type { ApprovedBrief } from '@shared/generation/films/brief';
import type { AssemblyTools } from '@shared/media/assembly/workbench';
import type { PosterMaker } from '@shared/media/poster-maker';
import { posterTimeOf } from './poster-time';

export interface StudioParts extends AssemblyTools {
  store: ArtifactStore;
  storyboards: StoryboardLibrary;
  posters: PosterMaker;
  /** Where private directories are made. */
  workDir: string;
  /** Clips of one film that are fetched at the same time. */
  downloadsAtOnce: number;
}

/** Where films are made. */
export class Studio implements OnApplicationShutdown {
  constructor(readonly parts: StudioParts) {}

  /** Says that the clips of a film are being made. Whether the film falls to this process, nobody knows yet. */
  getReady({ scenes: [first] }: Pick<ApprovedBrief, 'scenes'>): void {
    if (first) this.parts.posters.getReady(posterTimeOf({ orderedSeconds: first.seconds }));
  }

  async onApplicationShutdown(): Promise<void> {
    const { encoders, posters } = this.parts;
    await Promise.all([encoders[Symbol.asyncDispose](), posters[Symbol.asyncDispose]()]);
  }
}
