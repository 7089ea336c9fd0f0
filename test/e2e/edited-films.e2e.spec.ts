import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FilmView } from '@shared/contracts/film';
import { loadFilm, orderFilm, waitForEnd } from './support/film-client';
import { waitForRunningAttempt } from './support/running-attempt';
import { loadPurchases } from './support/simulator-ledger';
import { TestStack } from './support/test-stack';

const ORDER = { prompt: 'A ferryman carries a sleeping giant', scenes: 4, sceneSeconds: 3, resolution: '360p' };
const SERVICES = ['gateway', 'planner', 'keyframer', 'clipper', 'stitcher'] as const;
const MINUTES = 60_000;

describe('a finished film that is edited while every service is killed', () => {
  const stack = new TestStack({
    name: 'edits',
    replicas: {},
    timeScale: 0.05,
    // Long enough to be killed in its middle.
    settings: { SIMULATOR_IMAGE_LATENCY: '30000', PROVIDER_MAX_PER_MINUTE: '600' },
  });
  let film: FilmView;

  beforeAll(async () => {
    await stack.up();
    film = await waitForEnd(stack.gateway(), (await orderFilm(stack.gateway(), ORDER)).id, 2 * MINUTES);
  }, 5 * MINUTES);

  afterAll(async () => {
    await stack.down({ keepLogs: film.status !== 'succeeded' });
  }, MINUTES);

  it(
    'buys what hangs on the edited scene, each once, and keeps everything else',
    async () => {
      const before = await loadPurchases(stack.simulator, film.id);
      const changes = [{ op: 'edit', scene: 4, set: { endFramePrompt: 'The giant wakes and sings' } }];
      const response = await fetch(`${stack.gateway()}${film.links.storyboard}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'if-match': '"1"' },
        body: JSON.stringify({ changes }),
      });
      expect(response.status).toBe(202);
      await waitForRunningAttempt(stack.databaseUrl, 'keyframer', film.id);
      await Promise.all(SERVICES.map((name) => stack.kill(name)));
      for (const name of SERVICES) await stack.start(name);

      const edited = await waitForEnd(stack.gateway(), film.id, 2 * MINUTES);
      expect(edited).toMatchObject({ status: 'succeeded', revision: 2, gaps: [] });
      const after = await loadPurchases(stack.simulator, film.id);
      const end = edited.scenes[3]?.end.index ?? -1;
      expect(after.timesBought).toEqual({ ...before.timesBought, [`keyframe-${end}`]: 2, 'clip-4': 2 });
      const kept = (view: FilmView) => view.scenes.slice(0, 3).map(({ clip }) => clip.sha256);
      expect(kept(edited)).toEqual(kept(await loadFilm(stack.gateway(), film.id)));
      expect(kept(edited)).toEqual(kept(film));
    },
    5 * MINUTES,
  );
});
