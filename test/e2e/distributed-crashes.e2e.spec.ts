import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toMicros } from '@shared/contracts/money';
import { loadFilm, orderFilm, waitForEnd, waitForFilm } from './support/film-client';
import { waitForRunningAttempt } from './support/running-attempt';
import { everyUnitOnce, loadPurchases, waitForNothingInFlight } from './support/simulator-ledger';
import { TestStack } from './support/test-stack';

const ORDER = { prompt: 'A clockmaker follows a moth through a sleeping city', sceneSeconds: 3, resolution: '360p' };
const MINUTES = 60_000;
const FAST = {
  // One at a time: while one is seen to run, no other is just being bought.
  PROVIDER_MAX_IN_FLIGHT: '1',
  PROVIDER_MAX_PER_MINUTE: '600',
  SIMULATOR_TEXT_LATENCY: '20000',
  SIMULATOR_IMAGE_LATENCY: '15000',
  SIMULATOR_VIDEO_LATENCY: '20000',
};

describe('five services whose processes and broker go away in mid-film', () => {
  const stack = new TestStack({
    name: 'crashes',
    replicas: {},
    timeScale: 0.1,
    settings: FAST,
    hasOwnKafka: true,
  });

  beforeAll(() => stack.up(), 3 * MINUTES);

  afterAll(async () => {
    await stack.down({ keepLogs: true });
  }, MINUTES);

  it(
    'finish the film, with every unit bought once',
    async () => {
      const { id } = await orderFilm(stack.gateway(), { ...ORDER, scenes: 4 });

      await waitForRunningAttempt(stack.databaseUrl, 'planner', id);
      await killAndStart('planner');
      await waitForRunningAttempt(stack.databaseUrl, 'keyframer', id);
      await killAndStart('keyframer');
      await waitForRunningAttempt(stack.databaseUrl, 'clipper', id);
      await killAndStart('clipper');
      await waitForFilm(
        stack.gateway(),
        id,
        { what: 'the first clip', timeoutMs: MINUTES },
        ({ progress }) => progress.clips.done > 0,
      );
      await killAndStart('stitcher');
      expect((await loadFilm(stack.gateway(), id)).status).toBe('running');
      await killAndStart('gateway');

      const film = await waitForEnd(stack.gateway(), id, 2 * MINUTES);
      expect(film).toMatchObject({ status: 'succeeded', gaps: [], error: null });
      const { timesBought, costMicros } = await loadPurchases(stack.simulator, id);
      expect(timesBought).toEqual(everyUnitOnce(film.progress.keyframes.total, 4));
      expect(toMicros(film.cost.captured)).toBe(costMicros);
    },
    4 * MINUTES,
  );

  it(
    'lose nothing while the broker is away, and still take orders',
    async () => {
      const interrupted = await orderFilm(stack.gateway(), { ...ORDER, scenes: 3 });
      await waitForRunningAttempt(stack.databaseUrl, 'keyframer', interrupted.id);
      await stack.stopKafka();

      // In other words: the same would be the same film, and cost nothing.
      const ordered = await orderFilm(stack.gateway(), { ...ORDER, scenes: 3, prompt: 'A heron waits at a weir' });
      expect((await loadFilm(stack.gateway(), ordered.id)).status).toBe('queued');
      await waitForNothingInFlight(stack.simulator);
      await stack.startKafka();

      for (const { id } of [interrupted, ordered]) {
        const film = await waitForEnd(stack.gateway(), id, 2 * MINUTES);
        expect(film).toMatchObject({ status: 'succeeded', gaps: [], error: null });
        const { timesBought } = await loadPurchases(stack.simulator, id);
        expect(timesBought).toEqual(everyUnitOnce(film.progress.keyframes.total, 3));
      }
    },
    4 * MINUTES,
  );

  async function killAndStart(name: Parameters<TestStack['kill']>[0]): Promise<void> {
    await stack.kill(name);
    await stack.start(name);
  }
});
