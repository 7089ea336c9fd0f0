import { afterEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { type BenchSettings, type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
import { Admission } from './admission';
import { PoolStates } from './pool-states';

const benches: GenerationBench[] = [];

async function setup(changes: BenchSettings = {}): Promise<GenerationBench> {
  const bench = await setUpGeneration(changes);
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

describe('admission', () => {
  it('gives the next slot to the tenant with the fewest in flight, also among thousands that wait', async () => {
    const bench = await setup({ maxInFlight: 3 });
    bench.provider.onPoll = () => ({ kind: 'running' });
    await bench.db.query(
      `INSERT INTO attempts (id, film_id, tenant_id, revision, unit_kind, unit_n, number, counted, status, pool, provider, model)
       SELECT 'att_' || n, 'film', CASE WHEN n = 3000 THEN 'small' ELSE 'large' END, 1, 'clip', n, 1, 1, 'reserved',
         'scripted/model/default', 'scripted', 'model' FROM generate_series(1, 3000) AS n`,
    );
    bench.startWorker();
    await waitFor(() => bench.provider.accepted.length === 3);
    expect(bench.provider.accepted).toContain('op-att_3000');
  });

  it('gives the slot that is free when somebody begins to wait to whoever is next, and none where none is free', async () => {
    const { db, pools, outbox, settings } = await setup({ maxInFlight: 1 });
    await db.query(
      `INSERT INTO attempts (id, film_id, tenant_id, revision, unit_kind, unit_n, number, counted, status, provider, model, created_at)
       SELECT id, 'film', 'tenant', 1, 'clip', n, 1, 1, 'reserved', 'scripted', 'model', clock_timestamp() - make_interval(secs => 10 - n)
       FROM (VALUES ('att_before', 1), ('att_now', 2)) AS waiting (id, n)`,
    );
    const admission = new Admission({ db, pools, settings, states: new PoolStates(db, outbox, settings) });
    const admitNext = () => db.transaction((tx) => admission.admitNext(tx, 'model', 'worker'));
    expect(await admitNext()).toMatchObject([{ id: 'att_before', status: 'admitted', leaseToken: 1 }]);
    expect(await admitNext()).toEqual([]);
  });

  it('halves its slots once for a burst of refusals, and wins them back one by one', async () => {
    const bench = await setup({ maxInFlight: 8 });
    const limited = new AppError('PROVIDER_RATE_LIMITED', 'slow down', { retryAfterMs: 300 });
    let running = true;
    bench.provider.onSubmit = (call) => (call > 4 && call <= 8 ? { kind: 'refused', error: limited } : undefined);
    bench.provider.onPoll = () => (running ? { kind: 'running' } : undefined);
    await bench.order(40);
    bench.startWorker();
    const slots = async () =>
      (await bench.db.query<[{ slots: number | null }]>('SELECT max(slots) AS slots FROM provider_pools'))[0].slots;
    await waitFor(async () => (await slots()) !== null);
    expect(await slots()).toBeLessThanOrEqual(4);
    running = false;
    await waitFor(() => bench.workload.stored.length === 40);
    expect(await slots()).toBeNull();
  });

  it('holds back whoever was admitted before a refusal was heard of', async () => {
    const bench = await setup({ maxInFlight: 2 });
    const limited = new AppError('PROVIDER_RATE_LIMITED', 'slow down', { retryAfterMs: 400 });
    const refused = Promise.withResolvers<undefined>();
    bench.provider.onCompose = (call) => (call === 2 ? refused.promise : undefined);
    bench.provider.onSubmit = (call) => (call === 1 ? { kind: 'refused', error: limited } : undefined);
    await bench.order(2);
    bench.startWorker();
    await waitFor(async () => (await bench.events('attempt.settled')).length === 1);
    refused.resolve(undefined);
    await waitFor(() => bench.workload.stored.length === 2);
    const [first = 0, second = 0] = bench.provider.submitTimes;
    expect(second - first).toBeGreaterThanOrEqual(395);
  });
});
