import { afterEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
import type { EngineSettings } from '../pools/engine-settings';
import type { SubmitOutcome } from '../providers/provider';

const benches: GenerationBench[] = [];

async function setup(changes: Partial<EngineSettings> = {}): Promise<GenerationBench> {
  const bench = await setUpGeneration(changes);
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

function holdSubmits(bench: GenerationBench): (outcome: SubmitOutcome | undefined) => void {
  const { promise, resolve } = Promise.withResolvers<SubmitOutcome | undefined>();
  bench.provider.onSubmit = () => promise;
  return resolve;
}

async function failTwice({ db }: GenerationBench, when: string): Promise<void> {
  await db.query('CREATE SEQUENCE failures');
  await db.query(
    `CREATE FUNCTION fail_twice() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF nextval('failures') <= 2 THEN RAISE EXCEPTION 'shutting down' USING ERRCODE = '57P01'; END IF; RETURN NEW; END $$`,
  );
  await db.query(
    `CREATE TRIGGER fail_twice BEFORE UPDATE ON attempts FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION fail_twice()`,
  );
}

const outage = new AppError('PROVIDER_UNAVAILABLE', 'connection refused');

describe('settling', () => {
  it('keeps an operation whose submit was declared unknown before its answer came', async () => {
    const bench = await setup();
    const answer = holdSubmits(bench);
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.provider.submitted.length === 1);
    await bench.db.query(`UPDATE attempts SET lease_until = clock_timestamp(), lease_token = lease_token + 1`);
    bench.startWorker();
    await waitFor(async () => (await bench.events('attempt.settled')).length > 0);
    answer(undefined);
    await waitFor(() => bench.workload.stored.length === 1);
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it.each([
    ['refusal', 'refused', 'PROVIDER_REJECTED', ['unknown', 'rejected']],
    ['failure to leave', 'not-sent', 'PROVIDER_UNAVAILABLE', ['unknown', 'failed', 'stored']],
  ] as const)('believes the %s of a submit that was declared unknown before', async (_, kind, code, outcomes) => {
    const bench = await setup();
    const answer = holdSubmits(bench);
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.provider.submitted.length === 1);
    await bench.db.query(`UPDATE attempts SET lease_until = clock_timestamp(), lease_token = lease_token + 1`);
    bench.startWorker();
    await waitFor(async () => (await bench.events('attempt.settled')).length > 0);
    bench.provider.onSubmit = () => undefined;
    answer({ kind, error: new AppError(code, 'no') });
    await waitFor(async () => (await bench.events('attempt.settled')).length === outcomes.length);
    const settled = (await bench.events('attempt.settled')).map(({ data }) => data);
    expect(settled).toMatchObject(outcomes.map((outcome) => ({ outcome })));
    expect(settled[1]).toMatchObject({ heldMicros: 0, capturedMicros: 0 });
  });

  it('keeps an operation through an outage of the database', async () => {
    const bench = await setup();
    await failTwice(bench, 'OLD.operation_id IS NULL AND NEW.operation_id IS NOT NULL');
    await bench.order(1);
    bench.startWorker();
    await waitFor(async () => (await bench.events('attempt.settled')).length === 1);
    expect(bench.workload.stored).toHaveLength(1);
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it('remembers through an outage of the database that a submit was refused', async () => {
    const bench = await setup();
    await failTwice(bench, `NEW.status = 'rejected'`);
    const error = new AppError('PROVIDER_RATE_LIMITED', 'slow down', { retryAfterMs: 1 });
    bench.provider.onSubmit = (call) => (call === 1 ? { kind: 'refused', error } : undefined);
    await bench.order(1);
    bench.startWorker();
    await waitFor(async () => (await bench.events('attempt.settled')).length === 2);
    expect((await bench.events('attempt.settled')).map(({ data }) => data)).toMatchObject([
      { outcome: 'rejected', capturedMicros: 0 },
      { outcome: 'stored', capturedMicros: 100 },
    ]);
  });

  it('does not send again for a film that was cancelled while the request failed to leave', async () => {
    const bench = await setup();
    const answer = holdSubmits(bench);
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.provider.submitted.length === 1);
    await bench.db.transaction((tx) => bench.films.cancel(tx, bench.film));
    answer({ kind: 'not-sent', error: outage });
    await waitFor(async () => (await bench.events('stage.cancelled')).length === 1);
    expect((await bench.events('attempt.settled')).map(({ data }) => data)).toMatchObject([
      { outcome: 'cancelled', heldMicros: 0, capturedMicros: 0 },
    ]);
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it('fails a unit that is answered with nothing but limits for too long', async () => {
    const bench = await setup({ quotaPatienceMs: 1000 });
    const error = new AppError('PROVIDER_RATE_LIMITED', 'limit: 0', { retryAfterMs: 5 });
    bench.provider.onSubmit = () => ({ kind: 'refused', error });
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.workload.failed.length === 1);
    expect(bench.workload.failed).toMatchObject([{ code: 'PROVIDER_RATE_LIMITED', message: 'limit: 0' }]);
    expect(bench.provider.submitted.length).toBeGreaterThan(bench.settings.maxAttempts);
  });

  it('fails a unit whose request can never leave', async () => {
    const bench = await setup();
    const error = new AppError('ARTIFACT_MISSING', 'the first frame is gone');
    bench.provider.onSubmit = () => ({ kind: 'not-sent', error });
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.workload.failed.length === 1);
    expect(bench.workload.failed).toMatchObject([{ code: 'ARTIFACT_MISSING' }]);
    expect(bench.provider.submitted).toHaveLength(3);
  });
});
