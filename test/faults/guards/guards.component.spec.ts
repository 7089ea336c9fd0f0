import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { onFailpoint } from '@shared/failpoints/failpoint';
import { LocalBus } from '@shared/messaging/local-bus';
import { EXAMPLE_SERVICES, startExampleServices } from '@shared/testing/example-services';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
import { auditBench, waitForSettled } from './bench-books.ts';

// Each of these goes red when its guard is taken out: `npm run faults -- --without intent` proves it.

const LEASE_MS = 10_000;
const benches: GenerationBench[] = [];
/** What a test holds up, also when it fails: nothing could be torn down otherwise. */
const held: PromiseWithResolvers<undefined>[] = [];

function hold(): PromiseWithResolvers<undefined> {
  const waiting = Promise.withResolvers<undefined>();
  held.push(waiting);
  return waiting;
}

async function setup(...args: Parameters<typeof setUpGeneration>): Promise<GenerationBench> {
  const bench = await setUpGeneration(...args);
  const { provider } = bench;
  provider.onRecall = (id) =>
    provider.accepted.includes(`op-${id}`) ? { kind: 'accepted', operationId: `op-${id}` } : { kind: 'never-accepted' };
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  onFailpoint(null);
  held.splice(0).forEach(({ resolve }) => {
    resolve(undefined);
  });
  jest.restoreAllMocks();
  for (const bench of benches.splice(0)) await bench.tearDown();
});

/** As if the worker had been silent for longer than its lease, and the provider for longer than any request takes. */
async function expireLeases({ db }: GenerationBench): Promise<void> {
  await db.query(`UPDATE attempts SET lease_until = clock_timestamp(), submitted_at = submitted_at - interval '1 minute'
    WHERE lease_until IS NOT NULL`);
}

describe('guards of paid work', () => {
  it('intent: a worker that dies between the answer and its commit leaves one purchase', async () => {
    const bench = await setup();
    const { provider } = bench;
    const dead = hold();
    provider.onSubmit = (call) => {
      if (call > 1) return undefined;
      provider.accepted.push(`op-${provider.submitted[0] ?? ''}`);
      return dead.promise;
    };
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => provider.submitted.length === 1);
    await expireLeases(bench);
    bench.startWorker();
    await waitForSettled(bench);
    expect(await auditBench(bench)).toEqual({});
    expect(provider.accepted).toHaveLength(1);
  });

  it('fence: a worker that was frozen before its first byte, for longer than its lease, sends nothing', async () => {
    const bench = await setup();
    const thawed = hold();
    let frozen = 0;
    onFailpoint(async (point) => {
      if (point === 'intent.after-commit' && ++frozen === 1) await thawed.promise;
    });
    await bench.order(1);
    const workers = [bench.startWorker()];
    await waitFor(() => frozen === 1);
    await expireLeases(bench);
    workers.push(bench.startWorker());
    await waitForSettled(bench);
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + LEASE_MS);
    thawed.resolve(undefined);
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(await auditBench(bench)).toEqual({});
    expect(bench.provider.accepted).toHaveLength(1);
  });

  it('unique-index: a unit that is planned twice at once is bought once', async () => {
    const bench = await setup();
    const { db, films, film, provider } = bench;
    await bench.order(1);
    const unit = { kind: 'clip', n: 1 } as const;
    const again = db.transaction((tx) =>
      films.plan(tx, { ...film, unit, causedBy: null, unitId: null, take: 1, recipe: null, inputHash: null }),
    );
    await again.catch(() => undefined);
    bench.startWorker();
    await waitForSettled(bench);
    expect(await auditBench(bench)).toEqual({});
    expect(provider.accepted).toHaveLength(1);
  });

  it('hold: 50 units that ask at once, of ten workers, spend no micro-dollar over the budget', async () => {
    const bench = await setup({ maxInFlight: 50 });
    await bench.order(50, 1_000);
    for (let i = 0; i < 10; i++) bench.startWorker();
    await waitForSettled(bench);
    expect(await auditBench(bench)).toEqual({});
    expect(bench.provider.accepted).toHaveLength(10);
  });

  it('inbox: a fact that is delivered five times has its effect once', async () => {
    const bus = new LocalBus(EXAMPLE_SERVICES);
    const services = await startExampleServices([bus, bus]);
    try {
      const event = await services.state('film_doubled', { index: 7 });
      await waitFor(async () => (await services.effectsOf('film_doubled')).length > 0);
      await bus.publish([event, event, event, event, event]);
      expect(await services.effectsOf('film_doubled')).toEqual([7]);
    } finally {
      await services.stop();
    }
  });
});
