import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Fragment } from '@shared/contracts/cut';
import { settleAll } from '@shared/lifecycle/settle-all';
import { Turns } from '@shared/lifecycle/turns';
import type { HlsFragment } from '@shared/media/assembly/film-plan';
import type { CutMaker } from './cut-maker';

const AT_ONCE = 4;

/** Puts the fragments of one film into the store. They are named by what they hold: whoever makes them again makes the same. */
export class FragmentStore {
  private readonly turns = new Turns(AT_ONCE);
  private readonly inits = new Map<string, Promise<ArtifactRef>>();

  constructor(
    private readonly store: ArtifactStore,
    private readonly maker: CutMaker,
  ) {}

  /** Each beginning once. */
  async put(fragments: readonly HlsFragment[]): Promise<Fragment[]> {
    const work = fragments.map(async (fragment): Promise<Fragment> => {
      const { index, n, path, sha256, seconds } = fragment;
      const [init, artifact] = await settleAll([this.putInit(fragment), this.putFile(sha256, path)]);
      return { index, scene: n, seconds, init, artifact };
    });
    return settleAll(work);
  }

  private putInit({ initSha256, initPath }: HlsFragment): Promise<ArtifactRef> {
    const init = this.inits.get(initSha256) ?? this.putFile(initSha256, initPath);
    this.inits.set(initSha256, init);
    return init;
  }

  private putFile(sha256: string, path: string): Promise<ArtifactRef> {
    const { store, maker } = this;
    const key = artifactKeys.fragment(maker, maker.streamId, sha256);
    return this.turns.take(() => store.putFile(key, path, { mediaType: 'video/mp4', signal: maker.signal }));
  }
}
