import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilmView } from '@shared/contracts/film';
import { waitFor } from '@shared/testing/wait-for';
import { runRecorded } from '../../apps/cli/test/run-recorded';
import { tellStory } from '../../apps/gateway/test/film-builders';
import { type Gateway, type GatewayBundle, prepareGateways } from '../../apps/gateway/test/start-gateway';

/** The command line, and a gateway for it on a database, a store and a folder of its own. */
export class CliBench {
  private constructor(
    readonly bundle: GatewayBundle,
    readonly gateway: Gateway,
    readonly folder: string,
  ) {}

  static async start(): Promise<CliBench> {
    const bundle = await prepareGateways();
    return new CliBench(bundle, await bundle.startGateway(), await mkdtemp(join(tmpdir(), 'reelwright-cli-')));
  }

  async stop(): Promise<void> {
    await this.bundle.stop();
    await rm(this.folder, { recursive: true });
  }

  run(...args: string[]) {
    return runRecorded(args, this.gateway.url);
  }

  /** Has the stages tell all of a film of two scenes. */
  async finish(filmId: string, failedScenes: number[] = []): Promise<void> {
    const facts = tellStory({ transitions: ['cut', 'continue'], failedScenes, filmId });
    for (const fact of facts) {
      if (fact.name !== 'cut.ready') continue;
      const { key, mediaType } = fact.data.video;
      fact.data.video = await this.bundle.store.put(key, Buffer.from('an mp4'), { mediaType });
    }
    await this.gateway.hear(...facts);
  }

  /** The film that was ordered with these words, as soon as it is there. */
  async newestFilm(prompt: string): Promise<FilmView> {
    return waitFor(async () => {
      const { data } = (await (await fetch(`${this.gateway.url}/v1/films`)).json()) as { data: FilmView[] };
      return data.find(({ order }) => order.prompt === prompt);
    });
  }
}
