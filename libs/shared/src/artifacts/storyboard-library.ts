import type { ArtifactStore } from './artifact-store';
import { readArtifact } from './read-artifact';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { type Storyboard, storyboardSchema } from '@shared/contracts/storyboard';

const MOST_KEPT = 50;

/** Storyboards by their hash: events name them, and the stages read them from the store once. */
export class StoryboardLibrary {
  private readonly kept = new Map<string, Promise<Storyboard>>();

  constructor(private readonly store: ArtifactStore) {}

  load(ref: ArtifactRef): Promise<Storyboard> {
    const known = this.kept.get(ref.sha256);
    if (known) return known;
    const loading = this.read(ref);
    this.kept.set(ref.sha256, loading);
    loading.catch(() => this.kept.delete(ref.sha256));
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return loading;
  }

  private async read(ref: ArtifactRef): Promise<Storyboard> {
    const bytes = await readArtifact(this.store, ref);
    return storyboardSchema.parse(JSON.parse(bytes.toString('utf8')));
  }
}
