import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@shared/errors/app-error';
import { type BenchSettings, type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
import type { PollOutcome } from '../providers/provider';

const benches: GenerationBench[] = [];

async function setup(changes: BenchSettings = {}): Promise<GenerationBench> {
  const bench = await setUpGeneration(changes);
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) {
    await throwOnLeaks(bench);
    await bench.tearDown();
  }
});

// Whatever a test did: money held is money of open attempts, and no slot or lease outlives its attempt.
async function throwOnLeaks({ db }: GenerationBench): Promise<void> {
  const leaks = await db.query<unknown[]>(
    `SELECT attempt_id FROM ledger JOIN attempts ON attempts.id = attempt_id WHERE finished_at IS NOT NULL
     GROUP BY attempt_id HAVING sum(CASE change WHEN 'hold' THEN micros ELSE -micros END) <> 0
     UNION SELECT id FROM attempts WHERE finished_at IS NOT NULL AND lease_until IS NOT NULL`,
  );
  expect(leaks).toEqual([]);
}

function statuses({ db }: GenerationBench): Promise<{ status: string; n: number }[]> {
  return db.query('SELECT status, count(*)::int AS n FROM attempts GROUP BY status ORDER BY status');
}

async function settled(bench: GenerationBench): Promise<void> {
  await waitFor(async () => {
    const rows = await bench.db.query<unknown[]>(`SELECT 1 FROM units WHERE status IN ('waiting', 'making')`);
    return rows.length === 0;
  });
}

describe('the generation worker', () => {
  it('buys each unit once, captures its cost and states both', async () => {
    const bench = await setup();
    await bench.order(4);
    bench.startWorker();
    await settled(bench);
    expect(await statuses(bench)).toEqual([{ status: 'stored', n: 4 }]);
    expect(bench.provider.submitted).toHaveLength(4);
    expect(await bench.events('attempt.submitted')).toHaveLength(4);
    expect((await bench.events('attempt.settled')).map(({ data }) => data)).toMatchObject(
      Array(4).fill({ outcome: 'stored', heldMicros: 0, capturedMicros: 100 }),
    );
  });

  it('removes at its start what a process that was killed had taken in', async () => {
    const pidOfNobody = 2 ** 22 + 1;
    const left = await mkdtemp(join(tmpdir(), `reelwright-${pidOfNobody}-`));
    const bench = await setup();
    bench.startWorker();
    await waitFor(() => !existsSync(left));
  });

  it('goes on with a stored operation after its worker died, without a second submit', async () => {
    const bench = await setup();
    bench.provider.onPoll = () => ({ kind: 'running' });
    await bench.order(3);
    const first = bench.startWorker();
    await waitFor(() => bench.provider.polled.length >= 3);
    await first.stop();
    bench.provider.onPoll = () => undefined;
    bench.startWorker();
    await settled(bench);
    expect(bench.provider.accepted).toHaveLength(3);
  });

  it('takes over within two seconds from a worker that is gone, without a second submit', async () => {
    const bench = await setup();
    bench.provider.onPoll = () => ({ kind: 'running' });
    await bench.order(1);
    const first = bench.startWorker();
    await waitFor(() => bench.provider.polled.length > 0);
    await first.stop();
    bench.provider.onPoll = () => undefined;
    await bench.db.query(
      `UPDATE attempts SET lease_owner = 'wrk_gone', lease_until = clock_timestamp() + interval '10 s'`,
    );
    const goneAt = performance.now();
    bench.startWorker();
    await settled(bench);
    expect(performance.now() - goneAt).toBeLessThan(2000);
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it('leaves the leases of a worker that is there alone', async () => {
    const bench = await setup();
    let thaw: (outcome: PollOutcome) => void = () => undefined;
    bench.provider.onPoll = (call) => (call === 1 ? new Promise((resolve) => (thaw = resolve)) : { kind: 'running' });
    await bench.order(2);
    bench.startWorker();
    bench.startWorker();
    await waitFor(() => bench.provider.polled.length > 30);
    const polled = bench.provider.polled.filter((operation) => operation === bench.provider.polled[0]);
    expect(polled).toHaveLength(1);
    bench.provider.onPoll = () => undefined;
    thaw({ kind: 'running' });
    await settled(bench);
  });

  it('never has more in flight than the limit, however many workers there are', async () => {
    const bench = await setup({ maxInFlight: 5 });
    let polls = 0;
    bench.provider.onPoll = () => (++polls % 3 === 0 ? undefined : { kind: 'running' });
    await bench.order(40);
    for (let i = 0; i < 10; i++) bench.startWorker();
    await settled(bench);
    expect(bench.provider.mostInFlight).toBe(5);
    expect(bench.provider.accepted).toHaveLength(40);
  });

  it('never holds more than the allotment, however many ask at once', async () => {
    const bench = await setup({ maxInFlight: 50 });
    await bench.order(50, 1950);
    for (let i = 0; i < 5; i++) bench.startWorker();
    await settled(bench);
    expect(await statuses(bench)).toEqual([
      { status: 'over_budget', n: 31 },
      { status: 'stored', n: 19 },
    ]);
    expect(bench.workload.failed[0]).toMatchObject({
      code: 'BUDGET_EXCEEDED',
      details: { limitUsd: '0.001950', estimateUsd: '0.000100' },
    });
  });

  it('sends again what provably never left, as the same attempt', async () => {
    const bench = await setup();
    const error = new AppError('PROVIDER_UNAVAILABLE', 'connection refused');
    bench.provider.onSubmit = (call) => (call < 4 ? { kind: 'not-sent', error } : undefined);
    await bench.order(1);
    bench.startWorker();
    await settled(bench);
    expect(new Set(bench.provider.submitted).size).toBe(1);
    expect(bench.provider.accepted).toHaveLength(1);
  });

  it('waits as long as a rate limit asks, on every worker, and does not count it as an attempt', async () => {
    const bench = await setup({ maxAttempts: 1 });
    const error = new AppError('PROVIDER_RATE_LIMITED', 'slow down', { retryAfterMs: 400 });
    bench.provider.onSubmit = (call) => (call === 1 ? { kind: 'refused', error } : undefined);
    await bench.order(1);
    bench.startWorker();
    bench.startWorker();
    await settled(bench);
    const [first = 0, second = 0] = bench.provider.submitTimes;
    expect(second - first).toBeGreaterThanOrEqual(395);
    expect(bench.workload.stored).toHaveLength(1);
  });

  it('tries a failed operation again as a new attempt, up to the limit', async () => {
    const bench = await setup({ maxAttempts: 3 });
    const error = new AppError('PROVIDER_FAILED', 'internal error');
    bench.provider.onPoll = () => ({ kind: 'failed', error, costMicros: 0 });
    await bench.order(1);
    bench.startWorker();
    await settled(bench);
    expect(await statuses(bench)).toEqual([{ status: 'failed', n: 3 }]);
    expect(bench.workload.failed).toHaveLength(1);
  });

  it('does not try again what the provider refuses to make', async () => {
    const bench = await setup();
    const error = new AppError('PROVIDER_REFUSED_CONTENT', 'no');
    bench.provider.onPoll = () => ({ kind: 'failed', error, costMicros: 0 });
    await bench.order(1);
    bench.startWorker();
    await settled(bench);
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it('fetches a cut-short result again and never buys it again', async () => {
    const bench = await setup();
    bench.provider.promisedBytes = 6;
    bench.provider.onDownload = (call) => Buffer.from(call < 5 ? 'res' : 'result');
    await bench.order(1);
    bench.startWorker();
    await settled(bench);
    expect(bench.workload.stored).toHaveLength(1);
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it('pays for an unusable result and says so', async () => {
    const bench = await setup();
    bench.workload.onCheck = () => {
      throw new AppError('MEDIA_INVALID', 'no video stream', { retryable: false });
    };
    await bench.order(1);
    bench.startWorker();
    await settled(bench);
    expect(bench.workload.failed).toMatchObject([{ code: 'MEDIA_INVALID' }]);
    expect((await bench.events('attempt.settled')).at(-1)?.data).toMatchObject({
      outcome: 'failed',
      capturedMicros: 100,
    });
  });

  it('keeps polling through errors that say nothing about the operation', async () => {
    const bench = await setup();
    const error = new AppError('PROVIDER_UNAVAILABLE', '503');
    bench.provider.onPoll = (call) => (call < 20 ? { kind: 'unreadable', error } : undefined);
    await bench.order(1);
    bench.startWorker();
    await settled(bench);
    expect(bench.provider.submitted).toHaveLength(1);
    expect(bench.workload.stored).toHaveLength(1);
  });

  it('withdraws what was not sent, settles what was, and says once that a cancelled film is over', async () => {
    const bench = await setup({ maxInFlight: 2 });
    let cancelled = false;
    bench.provider.onPoll = () => (cancelled ? { kind: 'cancelled' } : { kind: 'running' });
    await bench.order(6);
    bench.startWorker();
    await waitFor(() => bench.provider.accepted.length === 2);
    await bench.db.transaction((tx) => bench.films.cancel(tx, bench.film));
    await waitFor(() => bench.provider.cancelled.length >= 2);
    cancelled = true;
    await waitFor(async () => (await bench.events('stage.cancelled')).length > 0);
    expect(await statuses(bench)).toEqual([{ status: 'cancelled', n: 6 }]);
    expect(await bench.events('stage.cancelled')).toHaveLength(1);
    expect(bench.provider.submitted).toHaveLength(2);
  });
});
