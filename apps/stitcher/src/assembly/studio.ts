import type { OnApplicationShutdown } from '@nestjs/common';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { StoryboardLibrary } from '@shared/artifacts/storyboard-library';
import type { AssemblyTools } from '@shared/media/assembly/workbench';

export interface StudioParts extends AssemblyTools {
  store: ArtifactStore;
  storyboards: StoryboardLibrary;
  /** Where private directories are made. */
  workDir: string;
  /** Clips of one film that are fetched at the same time. */
  downloadsAtOnce: number;
}

/** Where films are made. */
export class Studio implements OnApplicationShutdown {
  constructor(readonly parts: StudioParts) {}

  async onApplicationShutdown(): Promise<void> {
    await this.parts.encoders[Symbol.asyncDispose]();
  }
}
