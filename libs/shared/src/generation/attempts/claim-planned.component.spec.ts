import { afterEach, describe, expect, it } from '@jest/globals';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { AttemptRepository } from './attempt-repository';

const benches: GenerationBench[] = [];

async function setup() {
  const bench = await setUpGeneration();
  benches.push(bench);
  const attempts = new AttemptRepository(bench.db);
  const claim = (filmId = bench.film.filmId) =>
    bench.db.transaction((tx) => attempts.claimPlanned(tx, 'worker', filmId));
  return { bench, attempts, claim };
}

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

describe('what a film has planned', () => {
  it('is leased once, one at a time', async () => {
    const { bench, claim } = await setup();
    await bench.order(2);
    const [first, second, third] = [await claim(), await claim(), await claim()];
    expect([first, second].map((leased) => leased.map(({ unit, leaseToken }) => [unit.n, leaseToken]))).toEqual([
      [[1, 1]],
      [[2, 1]],
    ]);
    expect(third).toEqual([]);
  });

  it('is left to others where it is of another film', async () => {
    const { bench, claim } = await setup();
    await bench.order(1);
    expect(await claim('another film')).toEqual([]);
  });

  it('has one winner, however many want it', async () => {
    const { bench, attempts, claim } = await setup();
    await bench.order(1);
    const { film } = bench;
    const due = Array.from({ length: 4 }, () => attempts.claimDue('another worker', 1));
    const planned = Array.from({ length: 4 }, () => claim(film.filmId));
    expect((await Promise.all([...due, ...planned])).flat()).toHaveLength(1);
  });
});
