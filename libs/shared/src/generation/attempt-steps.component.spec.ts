import { afterEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
import type { PollOutcome } from './provider';

const benches: GenerationBench[] = [];

async function setup(): Promise<GenerationBench> {
  const bench = await setUpGeneration({ operationTimeoutMs: 1 });
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
    ['is given up when it still runs', Array(3).fill({ kind: 'running' }), 'unretrievable'],
    ['is given up when the provider does not know it', Array(3).fill(unreadable('PROVIDER_REJECTED')), 'unretrievable'],
  ] as [string, (PollOutcome | undefined)[], string][])('%s', async (_, answers, outcome) => {
    const bench = await setup();
    bench.provider.onPoll = (call) => answers[call - 1];
    await bench.order(1);
    bench.startWorker();
    await waitFor(async () => (await bench.events('attempt.settled')).length === 1);
    expect((await bench.events('attempt.settled'))[0]?.data).toMatchObject({ outcome, capturedMicros: 100 });
    expect(bench.provider.submitted).toHaveLength(1);
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
