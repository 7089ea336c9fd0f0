import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { Task } from './task';
import type { Craft } from './craft';

/** Removes what was cut and prepared for a deleted film; no other film uses any of it. */
export class SweepCraft implements Craft<'sweep'> {
  constructor(private readonly store: ArtifactStore) {}

  async make(task: Task<'sweep'>): Promise<Record<string, never>> {
    for (const folder of ['cuts', 'prepared']) await this.store.removePrefix(`${artifactKeys.film(task)}/${folder}`);
    return {};
  }

  async discard(): Promise<void> {
    return;
  }
}
