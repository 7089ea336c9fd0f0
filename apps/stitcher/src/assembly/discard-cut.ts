import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { Cut } from '../cuts/cut';
import { cutIdOf } from './cut-maker';

/** Removes what a worker put, or began to put, into the store under its lease of a cut that nobody was told of. */
export async function discardCut(store: ArtifactStore, cut: Cut): Promise<void> {
  const cutId = cutIdOf(cut);
  await store.remove(artifactKeys.cut(cut, cutId));
  await store.remove(artifactKeys.poster(cut, cutId));
  await store.removePrefix(artifactKeys.cutFolder(cut, cutId));
}
