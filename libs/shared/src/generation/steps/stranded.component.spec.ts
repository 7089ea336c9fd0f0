import { afterEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import type { BenchSettings, GenerationBench } from '@shared/testing/generation-bench';
import { setUpTwoModels } from '@shared/testing/two-model-bench';
import { waitFor } from '@shared/testing/wait-for';

const benches: GenerationBench[] = [];

async function setup(changes: BenchSettings = {}) {
  const bench = await setUpTwoModels(changes);
  benches.push(bench);
  return bench;
}

type Bench = Awaited<ReturnType<typeof setup>>;

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

const FIRST = 'scripted/model/default';

async function shut({ db }: Bench, pool: string, { forMs }: { forMs: number }): Promise<void> {
  await db.query(
    `INSERT INTO provider_pools (pool, failures, open_until, open_because)
     VALUES ($1, 3, clock_timestamp() + make_interval(secs => $2::float8 / 1000), $3)`,
    [pool, forMs, { code: 'PROVIDER_UNAVAILABLE', message: 'connection refused' }],
  );
}

/** One that was reserved an hour ago, and is not due before another has passed. */
async function waits(bench: Bench, { provider = 'scripted' } = {}): Promise<void> {
  await bench.order(1);
  await bench.db.query(
    `UPDATE attempts SET status = 'reserved', provider = $1, model = 'model', price_micros = 100,
       waits_since = clock_timestamp() - interval '1 h'`,
    [provider],
  );
}

async function made({ workload }: Bench, units: number): Promise<void> {
  await waitFor(() => workload.stored.length === units, { what: `${units} units` });
}

// A unit is counted as made before that is committed.
async function outcomes({ events }: Bench, atLeast: number): Promise<unknown[]> {
  await waitFor(async () => (await events('attempt.settled')).length >= atLeast);
  return (await events('attempt.settled')).map(({ data }) => 'outcome' in data && data.outcome);
}

async function switches({ events }: Bench) {
  return (await events('unit.switched')).map(({ data }) => data);
}

describe('a unit that waits where nobody answers', () => {
  it.each(['other', 'unknown'])(
    'is not made by the next where nobody gets an answer of that either, which is %s',
    async (next) => {
      const bench = await setup();
      bench.workload.models = ['model', next];
      await shut(bench, FIRST, { forMs: 300 });
      await shut(bench, 'second/other/default', { forMs: 600_000 });
      await bench.order(2);
      bench.startWorker();
      await made(bench, 2);
      expect(bench.first.accepted).toHaveLength(2);
      expect(await outcomes(bench, 2)).toEqual(['stored', 'stored']);
      expect(await switches(bench)).toEqual([]);
    },
  );

  it('is as patient as the outage is long, not as the queue was', async () => {
    const bench = await setup({ outagePatienceMs: 60_000 });
    bench.workload.models = ['model'];
    await shut(bench, FIRST, { forMs: 200 });
    await bench.db.query('UPDATE provider_pools SET failing_since = clock_timestamp()');
    await waits(bench);
    bench.startWorker();
    await made(bench, 1);
    expect(bench.workload.failed).toEqual([]);
  });

  it('is patient with a quota of the day, and not for ever', async () => {
    const bench = await setup({ quotaPatienceMs: 60_000 });
    await bench.db.query(
      `INSERT INTO provider_pools (pool, blocked_until, blocked_because)
       VALUES ($1, clock_timestamp() + interval '1 h', 'PROVIDER_QUOTA_EXHAUSTED')`,
      [FIRST],
    );
    bench.workload.models = ['model'];
    await waits(bench);
    bench.startWorker();
    await waitFor(() => bench.workload.failed.length === 1);
    expect(bench.workload.failed).toMatchObject([{ code: 'PROVIDER_QUOTA_EXHAUSTED' }]);
  });

  it('is asked for where its model is now, after that has moved to another vendor', async () => {
    const bench = await setup();
    await waits(bench, { provider: 'former' });
    bench.startWorker();
    await made(bench, 1);
    expect(bench.first.accepted).toHaveLength(1);
  });

  it('waits for its model where the next cannot make it', async () => {
    const bench = await setup();
    await shut(bench, FIRST, { forMs: 300 });
    const prepare = bench.workload.prepare.bind(bench.workload);
    bench.workload.prepare = async (attempt, model) => {
      if (model === 'other') throw new AppError('INVALID_INPUT', 'it makes no such clips');
      return prepare(attempt, model);
    };
    await bench.order(1);
    bench.startWorker();
    await made(bench, 1);
    expect(bench.first.accepted).toHaveLength(1);
  });

  it('waits for its model where the price of the next is not to be had', async () => {
    const bench = await setup();
    await shut(bench, FIRST, { forMs: 300 });
    bench.workload.priceOf = (model) => (model === 'other' ? 2000 : 100);
    await bench.order(1, 1000);
    bench.startWorker();
    await made(bench, 1);
    expect(bench.first.accepted).toHaveLength(1);
    expect(await outcomes(bench, 1)).toEqual(['stored']);
  });

  it('goes back to its model where the next is retired', async () => {
    const bench = await setup();
    await shut(bench, FIRST, { forMs: 300 });
    bench.other.onSubmit = () => ({ kind: 'refused', error: new AppError('MODEL_RETIRED', 'it is no more') });
    await bench.order(1);
    bench.startWorker();
    await made(bench, 1);
    expect(bench.first.accepted).toHaveLength(1);
    expect(await switches(bench)).toMatchObject([
      { model: 'other', from: { model: 'model' }, reason: { code: 'PROVIDER_UNAVAILABLE' } },
      { model: 'model', from: { model: 'other' }, reason: { code: 'MODEL_RETIRED' } },
    ]);
  });
});
