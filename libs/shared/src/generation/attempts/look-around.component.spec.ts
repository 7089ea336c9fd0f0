import { afterEach, describe, expect, it } from '@jest/globals';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { lookAround, type Outlook } from './look-around';

const benches: GenerationBench[] = [];

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

/** Planned attempts, each due and leased for so many seconds from now. */
async function look(...attempts: { due: number; leased?: number }[]): Promise<Outlook> {
  const bench = await setUpGeneration();
  benches.push(bench);
  await bench.order(attempts.length);
  await bench.db.query(
    `UPDATE attempts SET due_at = now() + make_interval(secs => due), lease_until = now() + make_interval(secs => leased)
     FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS times (due, leased, place) WHERE unit_n = place`,
    [attempts.map(({ due }) => due), attempts.map(({ leased }) => leased ?? null)],
  );
  return lookAround(bench.db);
}

describe('a look around', () => {
  it('finds nothing where nothing is open', async () => {
    expect(await look()).toEqual({ waiting: [], isDue: false, nextInMs: null });
  });

  it('tells what is due from what is next', async () => {
    const { isDue, nextInMs } = await look({ due: -5 }, { due: 60 }, { due: 3600 });
    expect(isDue).toBe(true);
    expect(nextInMs).toBeGreaterThan(50_000);
    expect(nextInMs).toBeLessThanOrEqual(60_000);
  });

  it.each([
    ['is leased', { due: -5, leased: 60 }, false],
    ['is not due yet', { due: 60 }, false],
    ['was leased to somebody who is gone', { due: -5, leased: -1 }, true],
  ])('says whether it may be claimed now, of what %s', async (_, attempt, isDue) => {
    const outlook = await look(attempt);
    expect(outlook.isDue).toBe(isDue);
    expect(outlook.nextInMs === null).toBe(isDue);
  });
});
