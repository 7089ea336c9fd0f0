import { afterEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
import type { SubmitOutcome } from '../providers/provider';

const benches: GenerationBench[] = [];

async function setup(): Promise<GenerationBench> {
  const bench = await setUpGeneration({ requestTimeoutMs: 300 });
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

async function outcomes(bench: GenerationBench): Promise<unknown[]> {
  return (await bench.events('attempt.settled')).map(({ data }) => 'outcome' in data && data.outcome);
}

async function stored(bench: GenerationBench): Promise<void> {
  await waitFor(async () => (await outcomes(bench)).includes('stored'));
}

describe('a worker that dies or freezes around its submit', () => {
  it('leaves nothing unknown while it builds the request: the next worker sends it', async () => {
    const bench = await setup();
    const composed = Promise.withResolvers<undefined>();
    bench.provider.onCompose = (call) => (call === 1 ? composed.promise : undefined);
    await bench.order(1);
    bench.startWorker();
    await waitFor(
      async () => (await bench.db.query<unknown[]>(`SELECT 1 FROM attempts WHERE status = 'admitted'`)).length > 0,
    );
    await bench.db.query('UPDATE attempts SET lease_until = clock_timestamp()');
    bench.startWorker();
    await stored(bench);
    composed.resolve(undefined);
    expect(bench.provider.submitted).toHaveLength(1);
    expect(await outcomes(bench)).toEqual(['stored']);
  });

  it('leaves its submit unknown once the intent is committed, and is not needed to resolve it', async () => {
    const bench = await setup();
    const answer = Promise.withResolvers<SubmitOutcome>();
    bench.provider.onSubmit = () => answer.promise;
    bench.provider.onRecall = (id) => ({ kind: 'accepted', operationId: `op-${id}` });
    await bench.order(1);
    bench.startWorker();
    await waitFor(() => bench.provider.submitted.length === 1);
    await bench.db.query('UPDATE attempts SET lease_until = clock_timestamp(), lease_token = lease_token + 1');
    bench.startWorker();
    await stored(bench);
    answer.resolve({ kind: 'ambiguous', error: new AppError('PROVIDER_UNAVAILABLE', 'connection reset') });
    expect(bench.provider.submitted).toHaveLength(1);
  });
});
