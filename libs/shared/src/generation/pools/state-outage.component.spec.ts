import { afterEach, describe, expect, it } from '@jest/globals';
import type { ErrorCode } from '@shared/contracts/error-codes';
import type { EventData } from '@shared/contracts/events';
import { AppError } from '@shared/errors/app-error';
import { type BenchSettings, type GenerationBench, setUpGeneration, toPool } from '@shared/testing/generation-bench';
import { ScriptedProvider } from '@shared/testing/scripted-provider';
import { waitFor } from '@shared/testing/wait-for';
import { PoolStates } from './pool-states';
import { tryNewKey } from './try-new-key';
import type { SubmitOutcome } from '../providers/provider';

const benches: GenerationBench[] = [];

async function setup(changes: BenchSettings = {}): Promise<GenerationBench> {
  const bench = await setUpGeneration({ circuitFailures: 3, circuitPauseMs: 600_000, ...changes });
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

const HOUR_MS = 3_600_000;
const unreachable: SubmitOutcome = {
  kind: 'not-sent',
  error: new AppError('PROVIDER_UNAVAILABLE', 'connection refused'),
};
const refuse = (code: ErrorCode, retryAfterMs?: number): SubmitOutcome => ({
  kind: 'refused',
  error: new AppError(code, `no: ${code}`, retryAfterMs === undefined ? {} : { retryAfterMs }),
});

type Said = EventData<'pool.changed'>;

async function said(bench: GenerationBench): Promise<Said[]> {
  return (await bench.events('pool.changed')).map(({ data }) => data as Said);
}

function expectRisingVersions(statements: Said[]): void {
  const versions = statements.map(({ version }) => version);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
}

describe('a stage that gets no answer', () => {
  it.each([
    ['a retired model', refuse('MODEL_RETIRED'), 'MODEL_RETIRED', 32 * HOUR_MS],
    ['credentials that are refused', refuse('PROVIDER_AUTH'), 'PROVIDER_AUTH', 32 * HOUR_MS],
    [
      'a quota that is used up',
      refuse('PROVIDER_QUOTA_EXHAUSTED', 5 * HOUR_MS),
      'PROVIDER_QUOTA_EXHAUSTED',
      5 * HOUR_MS,
    ],
  ])('says so at once of %s, and until when it does not ask', async (_, answer, code, forMs) => {
    const bench = await setup({ circuitPauseMs: HOUR_MS });
    bench.provider.onSubmit = () => answer;
    await bench.order(1);
    bench.startWorker();
    const [statement] = await waitFor(async () => {
      const found = await said(bench);
      return found.length > 0 ? found : null;
    });
    expect(statement).toMatchObject({
      vendor: 'scripted',
      model: 'model',
      credential: 'default',
      outage: { reason: { code } },
    });
    const { since = '', until = '' } = statement?.outage ?? {};
    expect(Date.parse(until) - Date.parse(since)).toBeGreaterThan(forMs - 60_000);
    expect(Date.parse(until) - Date.parse(since)).toBeLessThan(forMs + 60_000);
  });

  it('says it of a vendor that is down from the failure that shuts it, and when it is there again', async () => {
    const bench = await setup({ circuitPauseMs: 5 });
    let isDown = true;
    bench.provider.onSubmit = (call) => {
      if (call === 6) isDown = false;
      return isDown ? unreachable : undefined;
    };
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.workload.stored.length === 1);
    const statements = await said(bench);
    expect(statements.map(({ outage }) => outage?.reason.code ?? null)).toEqual([
      ...Array<string>(3).fill('PROVIDER_UNAVAILABLE'),
      null,
    ]);
    expectRisingVersions(statements);
    // Since the first failure, which shut nothing.
    expect(new Set(statements.slice(0, 3).map(({ outage }) => outage?.since)).size).toBe(1);
  });

  it('says nothing of failures that shut nothing', async () => {
    const bench = await setup();
    bench.provider.onSubmit = (call) => (call < 3 ? unreachable : undefined);
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.workload.stored.length === 1);
    expect(await said(bench)).toEqual([]);
  });

  it('says it of each credential on its own', async () => {
    const bench = await setup();
    bench.pools.pools.push(toPool('scripted/model/second', new ScriptedProvider(), bench.settings));
    bench.provider.onSubmit = () => refuse('PROVIDER_AUTH');
    await bench.order(2);
    bench.startWorker();
    await waitFor(() => bench.workload.stored.length === 2);
    expect((await said(bench)).map(({ credential }) => credential)).toEqual(['default']);
  });

  it('is tried soon, by one, when another key has taken the place of one that was refused', async () => {
    const bench = await setup({ circuitPauseMs: HOUR_MS, maxInFlight: 1 });
    bench.provider.onSubmit = (call) => (call === 1 ? refuse('PROVIDER_AUTH') : undefined);
    await bench.order(3);
    bench.startWorker();
    await waitFor(async () => (await said(bench)).length === 1);
    const replace = (credential: string) =>
      bench.db.transaction((tx) => tryNewKey(tx, bench.outbox, { vendor: 'scripted', credential }));
    expect([await replace('other'), await replace('default'), await replace('default')]).toEqual([false, true, false]);
    await waitFor(() => bench.workload.stored.length === 2);
    expect(bench.workload.failed).toMatchObject([{ code: 'PROVIDER_AUTH' }]);
    const [shut, onTrial, answered] = await said(bench);
    expect(answered?.outage).toBeNull();
    expect(onTrial?.outage).toMatchObject({ reason: { code: 'PROVIDER_AUTH' } });
    expect(Date.parse(onTrial?.outage?.until ?? '')).toBeLessThan(Date.parse(shut?.outage?.until ?? '') - HOUR_MS);
  });

  it('gives every change a version of its own, whichever replica makes it, and ends with what is so', async () => {
    const bench = await setup({ circuitPauseMs: 2, circuitFailures: 1 });
    bench.provider.onSubmit = (call) => (call % 3 === 0 ? undefined : unreachable);
    await bench.order(12);
    for (let replica = 0; replica < 3; replica++) bench.startWorker();
    await waitFor(() => bench.workload.stored.length === 12);
    const statements = await said(bench);
    expect(statements.length).toBeGreaterThan(12);
    expectRisingVersions(statements);
    const [row] = await bench.db.query<Pick<Said, 'outage'>[]>('SELECT outage FROM provider_pools');
    expect(statements.at(-1)?.outage).toEqual(row?.outage);
  });

  it('keeps no more of what it has said and sent than the last word', async () => {
    const { bench, states, pool } = await setUpStates();
    await states.learnFailure(pool, new AppError('PROVIDER_AUTH', 'no'), { isFinal: true });
    await bench.db.query('UPDATE outbox SET sent_at = clock_timestamp()');
    await states.learnAnswer(pool);
    expect(await said(bench)).toMatchObject([{ outage: null }]);
  });

  it('says nothing of what did not come to be', async () => {
    const { bench, states, pool } = await setUpStates();
    const refused = bench.db.transaction(async (tx) => {
      await states.block(tx, pool, { forMs: HOUR_MS, because: 'PROVIDER_QUOTA_EXHAUSTED' });
      throw new Error('died before the commit');
    });
    await expect(refused).rejects.toThrow('died before the commit');
    expect(await said(bench)).toEqual([]);
  });

  it('has no quota until then, also when it is told to slow down meanwhile', async () => {
    const { bench, states, pool } = await setUpStates();
    for (const [because, forMs] of [
      ['PROVIDER_QUOTA_EXHAUSTED', HOUR_MS],
      ['PROVIDER_RATE_LIMITED', 1000],
    ] as const)
      await bench.db.transaction((tx) => states.block(tx, pool, { forMs, because }));
    expect(await said(bench)).toMatchObject([{ outage: { reason: { code: 'PROVIDER_QUOTA_EXHAUSTED' } } }]);
    const outage = await states.findOutage(bench.db.manager, [pool], { isWaiting: true });
    expect(outage?.code).toBe('PROVIDER_QUOTA_EXHAUSTED');
  });
});

async function setUpStates() {
  const bench = await setup();
  const states = new PoolStates(bench.db, bench.outbox, bench.settings);
  const pool = toPool('scripted/model/default', bench.provider, bench.settings);
  await bench.db.transaction((tx) => states.lock(tx, pool.name));
  return { bench, states, pool };
}
