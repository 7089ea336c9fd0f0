import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Fragment } from '@shared/contracts/cut';
import type { HlsFragment } from '@shared/media/assembly/film-plan';
import type { CutMaker } from './cut-maker';

/** Puts fragments into the store, each beginning once. They are named by what they hold: whoever makes them again makes the same. */
export async function storeFragments(
  store: ArtifactStore,
  maker: CutMaker,
  fragments: readonly HlsFragment[],
): Promise<Fragment[]> {
  const inits = new Map<string, ArtifactRef>();
  const stored: Fragment[] = [];
  for (const { index, n, path, initPath, initName, seconds } of fragments) {
    const init = inits.get(initName) ?? (await storeFile(store, maker, initPath));
    inits.set(initName, init);
    stored.push({ index, scene: n, seconds, init, artifact: await storeFile(store, maker, path) });
  }
  return stored;
}

async function storeFile(store: ArtifactStore, maker: CutMaker, path: string): Promise<ArtifactRef> {
  const key = artifactKeys.fragment(maker, maker.streamId, await hashFile(path));
  return store.put(key, createReadStream(path), { mediaType: 'video/mp4', signal: maker.signal });
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
