import { afterEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
import type { EngineSettings } from '../pools/engine-settings';
import type { Recollection, SubmitOutcome } from '../providers/provider';

const benches: GenerationBench[] = [];

async function setup(changes: Partial<EngineSettings> = {}): Promise<GenerationBench> {
  const bench = await setUpGeneration({ requestTimeoutMs: 300, ...changes });
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

const lost: SubmitOutcome = { kind: 'ambiguous', error: new AppError('PROVIDER_UNAVAILABLE', 'connection reset') };

async function isUnknown({ db }: GenerationBench): Promise<boolean> {
  const rows = await db.query<unknown[]>(`SELECT 1 FROM attempts WHERE status = 'unknown'`);
  return rows.length > 0;
}

// As if that much time had passed since the submit.
async function letPass({ db }: GenerationBench, seconds: number): Promise<void> {
  await db.query(
    `UPDATE attempts SET submitted_at = submitted_at - make_interval(secs => $1), due_at = clock_timestamp() WHERE status = 'unknown'`,
    [seconds],
  );
}

async function isStored(bench: GenerationBench): Promise<boolean> {
  return (await bench.events('attempt.settled')).some(({ data }) => 'outcome' in data && data.outcome === 'stored');
}

async function stored(bench: GenerationBench): Promise<void> {
  await waitFor(() => isStored(bench));
}

// Committed, not only on its way.
async function failed(bench: GenerationBench): Promise<void> {
  await waitFor(async () => (await outcomes(bench)).some((outcome) => outcome[0] === 'failed'));
}

async function outcomes(bench: GenerationBench): Promise<[string, number, number][]> {
  return (await bench.events('attempt.settled')).map(({ data }) => {
    const { outcome, heldMicros, capturedMicros } = data as {
      outcome: string;
      heldMicros: number;
      capturedMicros: number;
    };
    return [outcome, heldMicros, capturedMicros];
  });
}

describe('a submit whose answer was lost', () => {
  it.each([
    ['lists nothing', () => undefined],
    ['knows keys', ({ provider }: GenerationBench) => provider.offers.add('idempotency-key')],
  ])('is never bought again under another credential that %s', async (_, prepare) => {
    const bench = await setup({ unknownTimeoutMs: 1000 });
    prepare(bench);
    bench.provider.onSubmit = () => lost;
    bench.provider.onRecall = () => ({ kind: 'never-accepted' });
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => isUnknown(bench));
    await bench.db.query(`UPDATE attempts SET pool = 'scripted/model/taken-away'`);
    const sent = bench.provider.submitted.length;
    await letPass(bench, 60);
    await failed(bench);
    expect(bench.provider.submitted).toHaveLength(sent);
    expect(await outcomes(bench)).toEqual([
      ['unknown', 100, 0],
      ['failed', 0, 100],
    ]);
  });

  it('holds its price and is never repeated, and ends by policy where the provider can tell nothing', async () => {
    const bench = await setup();
    bench.provider.onSubmit = () => lost;
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => isUnknown(bench));
    expect(await outcomes(bench)).toEqual([['unknown', 100, 0]]);
    await letPass(bench, 61);
    await failed(bench);
    expect(await outcomes(bench)).toEqual([
      ['unknown', 100, 0],
      ['failed', 0, 100],
    ]);
    expect(bench.workload.failed).toMatchObject([{ code: 'SUBMIT_UNKNOWN' }]);
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it('is bought again by policy only as far as the budget holds a second price', async () => {
    const bench = await setup({ unknownPolicy: 'resubmit' });
    bench.provider.onSubmit = () => lost;
    await bench.order(1, 150);
    bench.startWorker();
    await waitFor(() => isUnknown(bench));
    await letPass(bench, 61);
    await waitFor(() => bench.workload.failed.length === 1);
    expect(bench.workload.failed).toMatchObject([{ code: 'BUDGET_EXCEEDED' }]);
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it('is sent again under its key where the provider knows keys, and binds the operation that this has begun', async () => {
    const bench = await setup();
    bench.provider.offers.add('idempotency-key');
    bench.provider.onSubmit = (call) => (call < 3 ? lost : undefined);
    await bench.order(1);
    bench.startWorker();
    await stored(bench);
    expect(new Set(bench.provider.submitted).size).toBe(1);
    expect(await outcomes(bench)).toEqual([
      ['unknown', 100, 0],
      ['stored', 0, 100],
    ]);
  });

  it.each(['PROVIDER_RATE_LIMITED', 'MODEL_RETIRED'] as const)(
    'takes %s for the second send for no answer about the first',
    async (code) => {
      const bench = await setup();
      bench.provider.offers.add('idempotency-key');
      const refusal = new AppError(code, 'not now', { retryAfterMs: 1 });
      bench.provider.onSubmit = (call) => [lost, { kind: 'refused' as const, error: refusal }][call - 1];
      await bench.order(1);
      bench.startWorker();
      await stored(bench);
      expect(new Set(bench.provider.submitted).size).toBe(1);
    },
  );

  it.each([
    ['is bound to the operation that the provider shows', 'accepted', 0, 1],
    ['is bought again, unpaid, when a list does not show it after all that time', 'never-accepted', 11, 2],
  ] as const)('%s', async (_, kind, seconds, submits) => {
    const bench = await setup();
    bench.provider.onSubmit = (call) => (call === 1 ? lost : undefined);
    bench.provider.onRecall = (id): Recollection =>
      kind === 'accepted' ? { kind, operationId: `op-${id}` } : { kind };
    await bench.order(1);
    bench.startWorker();
    await waitFor(async () => (await isUnknown(bench)) || (await isStored(bench)));
    expect(bench.provider.submitted).toHaveLength(1);
    await letPass(bench, seconds);
    await stored(bench);
    expect(bench.provider.submitted).toHaveLength(submits);
    expect((await outcomes(bench)).at(-1)).toEqual(['stored', 0, 100]);
  });

  it('is held through the longest latency where nothing was put out, and then ends by policy: no output is no proof', async () => {
    const bench = await setup({ operationTimeoutMs: 120_000 });
    bench.provider.onSubmit = () => lost;
    bench.provider.onRecall = () => ({ kind: 'nothing-yet' });
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => isUnknown(bench));
    await letPass(bench, 61);
    // Asked again, and put off to the end of the time.
    const isHeld = `SELECT 1 FROM attempts WHERE status = 'unknown' AND due_at > clock_timestamp() + interval '30 s'`;
    await waitFor(async () => (await bench.db.query<unknown[]>(isHeld)).length === 1);
    await letPass(bench, 61);
    await failed(bench);
    expect(bench.provider.submitted).toHaveLength(1);
    expect(bench.workload.failed).toMatchObject([{ code: 'SUBMIT_UNKNOWN' }]);
  });

  it('is not sent again under its key once nobody wants it any more', async () => {
    const bench = await setup();
    bench.provider.offers.add('idempotency-key');
    bench.provider.onSubmit = () => lost;
    await bench.order(1);
    const worker = bench.startWorker();
    await waitFor(() => isUnknown(bench));
    await worker.stop();
    await bench.db.transaction((tx) => bench.films.cancel(tx, bench.film));
    const sent = bench.provider.submitted.length;
    await letPass(bench, 61);
    bench.startWorker();
    await waitFor(async () => (await bench.events('stage.cancelled')).length === 1);
    expect(bench.provider.submitted).toHaveLength(sent);
  });

  it('stays as it is while the provider cannot be asked', async () => {
    const bench = await setup();
    bench.provider.onSubmit = () => lost;
    let asked = 0;
    bench.provider.onRecall = (id) => {
      if (++asked < 5) throw new AppError('PROVIDER_UNAVAILABLE', '503');
      return { kind: 'accepted', operationId: `op-${id}` };
    };
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => isUnknown(bench));
    await letPass(bench, 100);
    await stored(bench);
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it('ends by policy when the provider could not be asked for as long as it keeps anything', async () => {
    const bench = await setup();
    bench.provider.onSubmit = () => lost;
    bench.provider.onRecall = () => {
      throw new AppError('PROVIDER_UNAVAILABLE', '404');
    };
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => isUnknown(bench));
    await letPass(bench, 601);
    await failed(bench);
    expect((await outcomes(bench)).at(-1)).toEqual(['failed', 0, 100]);
    expect(bench.provider.submitted).toHaveLength(1);
  });
});
