import { afterEach, describe, expect, it } from '@jest/globals';
import type { ErrorCode } from '@shared/contracts/error-codes';
import { AppError } from '@shared/errors/app-error';
import { type BenchSettings, type GenerationBench, toPool } from '@shared/testing/generation-bench';
import { ScriptedProvider } from '@shared/testing/scripted-provider';
import { setUpTwoModels } from '@shared/testing/two-model-bench';
import { waitFor } from '@shared/testing/wait-for';
import type { SubmitOutcome } from '../providers/provider';

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

const refuse = (code: ErrorCode, options: ConstructorParameters<typeof AppError>[2] = {}): SubmitOutcome => ({
  kind: 'refused',
  error: new AppError(code, `no: ${code}`, options),
});
const unreachable: SubmitOutcome = {
  kind: 'not-sent',
  error: new AppError('PROVIDER_UNAVAILABLE', 'connection refused'),
};

async function made({ workload }: Bench, units: number): Promise<void> {
  await waitFor(() => workload.stored.length === units, { what: `${units} units` });
}

async function switches({ events }: Bench) {
  return (await events('unit.switched')).map(({ data }) => data);
}

describe('a unit whose model cannot be had', () => {
  it.each([
    ['is retired', refuse('MODEL_RETIRED')],
    ['has no quota left today', refuse('PROVIDER_QUOTA_EXHAUSTED', { retryAfterMs: 3_600_000 })],
    ['takes no credentials', refuse('PROVIDER_AUTH')],
    ['is not known there', refuse('PROVIDER_REJECTED', { details: { httpStatus: 404 } })],
  ])('is made by the next when it %s, and says so', async (_, answer) => {
    const bench = await setup();
    bench.first.onSubmit = () => answer;
    await bench.order(1);
    bench.startWorker();
    await waitFor(async () => (await bench.events('attempt.settled')).length === 2);
    expect(bench.first.submitted).toHaveLength(1);
    expect(bench.other.accepted).toHaveLength(1);
    const code = 'error' in answer ? answer.error.code : null;
    expect(await switches(bench)).toMatchObject([
      {
        provider: 'second',
        model: 'other',
        from: { provider: 'scripted', model: 'model' },
        reason: { code },
        number: 2,
      },
    ]);
    expect((await bench.events('attempt.settled')).map(({ data }) => data)).toMatchObject([
      { model: 'model', outcome: 'rejected', capturedMicros: 0 },
      { model: 'other', outcome: 'stored', capturedMicros: 100 },
    ]);
  });

  it('is asked for nowhere else after an answer that was lost', async () => {
    const bench = await setup({ unknownTimeoutMs: 50, requestTimeoutMs: 20 });
    const error = new AppError('PROVIDER_UNAVAILABLE', '503');
    bench.first.onSubmit = () => ({ kind: 'ambiguous', error });
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.workload.failed.length === 1);
    expect(bench.workload.failed).toMatchObject([{ code: 'SUBMIT_UNKNOWN' }]);
    expect(bench.other.submitted).toEqual([]);
  });

  it('fails by the name of that, with what to use instead, where there is no other', async () => {
    const bench = await setup();
    bench.workload.models = ['model'];
    const [pool] = bench.pools.pools;
    if (pool) bench.pools.pools[0] = { ...pool, successors: ['next-model'] };
    bench.first.onSubmit = () => refuse('MODEL_RETIRED');
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.workload.failed.length === 1);
    expect(bench.workload.failed).toMatchObject([
      { code: 'MODEL_RETIRED', message: 'no: MODEL_RETIRED; use next-model instead' },
    ]);
  });

  it('is asked for under another credential first', async () => {
    const bench = await setup();
    const second = new ScriptedProvider();
    bench.pools.pools.push(toPool('scripted/model/second', second, bench.settings));
    bench.first.onSubmit = () => refuse('PROVIDER_QUOTA_EXHAUSTED', { retryAfterMs: 3_600_000 });
    await bench.order(3);
    bench.startWorker();
    await made(bench, 3);
    expect(bench.other.submitted).toEqual([]);
    expect(second.accepted).toHaveLength(3);
    expect(await switches(bench)).toEqual([]);
  });

  it('ends where its allotment does not hold the price of the next', async () => {
    const bench = await setup();
    bench.workload.priceOf = (model) => (model === 'other' ? 2000 : 100);
    bench.first.onSubmit = () => refuse('MODEL_RETIRED');
    await bench.order(1, 1000);
    bench.startWorker();
    await waitFor(() => bench.workload.failed.length === 1);
    expect(bench.workload.failed).toMatchObject([{ code: 'BUDGET_EXCEEDED' }]);
    expect(bench.other.submitted).toEqual([]);
  });
});

describe('a vendor that is down', () => {
  it('costs a film with a fallback no more than the failures that show it', async () => {
    const bench = await setup({ maxInFlight: 1, circuitPauseMs: 600_000 });
    bench.first.onSubmit = () => unreachable;
    await bench.order(6);
    bench.startWorker();
    await made(bench, 6);
    expect(bench.first.submitted).toHaveLength(3);
    expect(bench.other.accepted).toHaveLength(6);
    expect(await switches(bench)).toMatchObject(Array(6).fill({ reason: { code: 'PROVIDER_UNAVAILABLE' } }));
  });

  it('is tried by one at a time, and asked by all when it is there again', async () => {
    const bench = await setup({ circuitPauseMs: 2 });
    bench.workload.models = ['model'];
    let isDown = true;
    let asking = 0;
    let mostAsking = 0;
    bench.first.onSubmit = async (call) => {
      mostAsking = call > 10 ? Math.max(mostAsking, ++asking) : 0;
      await new Promise(setImmediate);
      asking -= call > 10 ? 1 : 0;
      return isDown ? unreachable : undefined;
    };
    await bench.order(8);
    bench.startWorker();
    await waitFor(() => bench.first.submitted.length >= 14);
    expect(mostAsking).toBe(1);
    isDown = false;
    await made(bench, 8);
    const [pool] = await bench.db.query<[{ failures: number; open_until: unknown }]>(
      'SELECT failures, open_until FROM provider_pools',
    );
    expect(pool).toEqual({ failures: 0, open_until: null });
  });

  it('is not waited for longer than anybody should', async () => {
    const bench = await setup({ circuitPauseMs: 20, outagePatienceMs: 100 });
    bench.workload.models = ['model'];
    bench.first.onSubmit = () => unreachable;
    await bench.order(2);
    bench.startWorker();
    await waitFor(() => bench.workload.failed.length === 2);
    expect(bench.workload.failed).toMatchObject(
      Array(2).fill({ code: 'PROVIDER_UNAVAILABLE', message: 'connection refused' }),
    );
  });
});

describe('a pool that is no longer in the settings', () => {
  it('keeps what was bought in it: another credential asks for it', async () => {
    const bench = await setup();
    let isDone = false;
    bench.first.onPoll = () => (isDone ? undefined : { kind: 'running' });
    await bench.order(1);
    const worker = bench.startWorker();
    await waitFor(() => bench.first.accepted.length === 1);
    await worker.stop();
    isDone = true;
    bench.pools.pools[0] = toPool('scripted/model/renamed', bench.first, bench.settings);
    bench.startWorker();
    await made(bench, 1);
    expect(bench.first.submitted).toHaveLength(1);
  });

  it('keeps it for as long as the vendor would, and says that it cannot be asked', async () => {
    const bench = await setup({ operationTimeoutMs: 20, outagePatienceMs: 20, resultKeptMs: 200 });
    bench.first.onPoll = () => ({ kind: 'running' });
    await bench.order(1);
    const worker = bench.startWorker();
    await waitFor(() => bench.first.accepted.length === 1);
    await worker.stop();
    bench.pools.pools.shift();
    bench.startWorker();
    await waitFor(async () => (await bench.events('attempt.settled')).length === 2);
    expect((await bench.events('attempt.settled')).map(({ data }) => data)).toMatchObject([
      { outcome: 'overdue', heldMicros: 100 },
      { outcome: 'unretrievable', capturedMicros: 100 },
    ]);
  });

  it('turns what waits for it away to the next model', async () => {
    const bench = await setup({ maxInFlight: 1 });
    bench.first.onPoll = () => ({ kind: 'running' });
    await bench.order(3);
    const worker = bench.startWorker();
    await waitFor(() => bench.first.accepted.length === 1);
    await waitFor(async () => (await countReserved(bench)) === 2);
    await worker.stop();
    bench.pools.pools.shift();
    bench.startWorker();
    await made(bench, 2);
    expect(bench.other.accepted).toHaveLength(2);
  });
});

async function countReserved({ db }: Bench): Promise<number> {
  const [row] = await db.query<[{ n: number }]>(`SELECT count(*)::int AS n FROM attempts WHERE status = 'reserved'`);
  return row.n;
}
