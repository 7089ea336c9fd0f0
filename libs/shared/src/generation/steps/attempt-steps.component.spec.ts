import { afterEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { type BenchSettings, type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
import type { PollOutcome, SubmitOutcome } from '../providers/provider';

const benches: GenerationBench[] = [];

async function setup(changes: BenchSettings = {}): Promise<GenerationBench> {
  const bench = await setUpGeneration({ operationTimeoutMs: 1, ...changes });
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

describe('an operation past its deadline', () => {
  const unreadable = (code: 'PROVIDER_UNAVAILABLE' | 'PROVIDER_REJECTED'): PollOutcome => ({
    kind: 'unreadable',
    error: new AppError(code, 'no answer'),
  });

  it.each([
    ['is taken in when it was finished all the while', [undefined], 'stored'],
    [
      'is asked for again through an outage of the provider',
      Array(5).fill(unreadable('PROVIDER_UNAVAILABLE')),
      'stored',
    ],
    ['fails its unit when it still runs', Array(3).fill({ kind: 'running' }), 'overdue'],
    ['fails its unit when the provider does not know it', Array(3).fill(unreadable('PROVIDER_REJECTED')), 'overdue'],
  ] as [string, (PollOutcome | undefined)[], string][])('%s', async (_, answers, outcome) => {
    const bench = await setup();
    bench.provider.onPoll = (call) => answers[call - 1];
    await bench.order(1);
    bench.startWorker();
    await waitFor(async () => (await bench.events('attempt.settled')).length === 1);
    const money =
      outcome === 'overdue' ? { heldMicros: 100, capturedMicros: 0 } : { heldMicros: 0, capturedMicros: 100 };
    expect((await bench.events('attempt.settled'))[0]?.data).toMatchObject({ outcome, ...money });
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it('fails its unit when an outage of the provider outlasts our patience, and is asked for on', async () => {
    const bench = await setup({ outagePatienceMs: 100 });
    let isDown = true;
    bench.provider.onPoll = () => (isDown ? unreadable('PROVIDER_UNAVAILABLE') : undefined);
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.workload.failed.length === 1);
    isDown = false;
    await waitFor(async () => (await bench.events('attempt.settled')).length === 2);
    expect((await bench.events('attempt.settled'))[1]?.data).toMatchObject({ outcome: 'stored', capturedMicros: 100 });
  });

  it('names itself where it fails its unit, and is stored and paid for when it comes late', async () => {
    const bench = await setup();
    let isLate = false;
    bench.provider.onPoll = () => (isLate ? undefined : { kind: 'running' });
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.workload.failed.length === 1);
    const operationId = bench.provider.accepted[0];
    expect(bench.workload.failed).toMatchObject([{ code: 'RESULT_UNRETRIEVABLE', details: { operationId } }]);
    isLate = true;
    await waitFor(async () => (await bench.events('attempt.settled')).length === 2);
    expect((await bench.events('attempt.settled'))[1]?.data).toMatchObject({
      outcome: 'stored',
      heldMicros: 0,
      capturedMicros: 100,
    });
    expect(await bench.db.query('SELECT status, artifact IS NOT NULL AS kept FROM attempts')).toEqual([
      { status: 'stored', kept: true },
    ]);
    expect(bench.workload.stored).toEqual([]);
  });

  it('frees its slot, and counts as spent once the provider keeps it no longer', async () => {
    const bench = await setup({ maxInFlight: 1, resultKeptMs: 100 });
    bench.provider.onPoll = () => ({ kind: 'running' });
    await bench.order(2);
    bench.startWorker();
    await waitFor(async () => (await bench.events('attempt.settled')).length === 4);
    expect(await bench.db.query('SELECT status, captured_micros FROM attempts')).toEqual(
      Array(2).fill({ status: 'unretrievable', captured_micros: 100 }),
    );
    expect(bench.provider.submitted).toHaveLength(2);
  });

  it('is taken in when our own part failed until then', async () => {
    const bench = await setup();
    bench.workload.onCheck = (call) => {
      if (call < 6) throw new AppError('DEPENDENCY_UNAVAILABLE', 'the store is down');
    };
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.workload.stored.length === 1);
    expect(bench.provider.submitted).toHaveLength(1);
  });
});

describe('a result that came with the answer to the submit', () => {
  const completed: SubmitOutcome = {
    kind: 'completed',
    operationId: null,
    result: { kind: 'inline', bytes: Buffer.from('result'), mediaType: 'text/plain' },
    costMicros: 100,
  };

  it('waits for our own part to be back, and is not bought again', async () => {
    const bench = await setup({ operationTimeoutMs: 60_000 });
    bench.provider.onSubmit = () => completed;
    bench.workload.onCheck = (call) => {
      if (call < 6) throw new AppError('DEPENDENCY_UNAVAILABLE', 'the store is down');
    };
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.workload.stored.length === 1);
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it('is taken in by a worker that stops', async () => {
    const bench = await setup({ operationTimeoutMs: 60_000 });
    let answer: () => void = () => undefined;
    bench.provider.onSubmit = () =>
      new Promise(
        (resolve) =>
          (answer = () => {
            resolve(completed);
          }),
      );
    await bench.order(1);
    const worker = bench.startWorker();
    await waitFor(() => bench.provider.submitted.length === 1);
    const stopped = worker.stop();
    answer();
    await stopped;
    expect(bench.workload.stored).toHaveLength(1);
  });
});

it('tells the workload of what the provider has accepted, and of nothing else', async () => {
  const bench = await setup({ operationTimeoutMs: 60_000 });
  const error = new AppError('PROVIDER_REJECTED', 'no');
  bench.provider.onSubmit = (call) => (call === 1 ? { kind: 'refused', error } : undefined);
  await bench.order(2);
  bench.startWorker();
  await waitFor(() => bench.workload.stored.length === 1 && bench.workload.failed.length === 1);
  expect(bench.workload.accepted).toEqual(bench.workload.stored);
});
