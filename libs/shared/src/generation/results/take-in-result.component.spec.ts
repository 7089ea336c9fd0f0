import { afterEach, describe, expect, it } from '@jest/globals';
import { AppError } from '@shared/errors/app-error';
import { type BenchSettings, type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
import type { PollOutcome } from '../providers/provider';

const benches: GenerationBench[] = [];

async function setup(settings: BenchSettings = {}): Promise<GenerationBench> {
  const bench = await setUpGeneration(settings);
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

function finishedAt(address: string, costMicros: number | null = 100): PollOutcome {
  return { kind: 'completed', result: { kind: 'remote', address, mediaType: 'video/mp4' }, costMicros };
}

async function settle(bench: GenerationBench) {
  await bench.order(1);
  bench.startWorker();
  await waitFor(async () => (await bench.events('attempt.settled')).length > 0);
  const ledger = await bench.db.query<{ change: string; micros: number }[]>(
    'SELECT change, micros FROM ledger ORDER BY id',
  );
  const [settled] = await bench.events('attempt.settled');
  return { settled: settled?.data, ledger: ledger.map(({ change, micros }) => [change, micros]) };
}

const failing = (error: AppError) => (): never => {
  throw error;
};

describe('a result', () => {
  it('whose link has expired is read at the address that a fresh poll gives', async () => {
    const bench = await setup();
    bench.provider.onPoll = (call) => finishedAt(`address ${call}`);
    bench.provider.onDownload = (call) => {
      if (call === 1) throw new AppError('RESULT_UNRETRIEVABLE', 'the result answered HTTP 403');
      return Buffer.from('video');
    };
    const { settled, ledger } = await settle(bench);
    expect(settled).toMatchObject({ outcome: 'stored', capturedMicros: 100 });
    expect(bench.provider.downloaded).toEqual(['address 1', 'address 2']);
    expect(bench.provider.submitted).toHaveLength(1);
    expect(ledger).toEqual([
      ['hold', 100],
      ['capture', 100],
      ['release', 0],
    ]);
  });

  it('that cannot be had after some tries is given up with the name of its operation, and never bought again', async () => {
    const bench = await setup();
    bench.provider.onDownload = failing(new AppError('RESULT_UNRETRIEVABLE', 'the result came as text/html'));
    const { settled, ledger } = await settle(bench);
    const operationId = bench.provider.accepted[0];
    expect(settled).toMatchObject({
      outcome: 'unretrievable',
      capturedMicros: 100,
      error: { code: 'RESULT_UNRETRIEVABLE', details: { operationId } },
    });
    expect(bench.provider.downloaded).toHaveLength(8);
    expect(bench.provider.submitted).toHaveLength(1);
    expect(bench.workload.failed.map(({ code }) => code)).toEqual(['RESULT_UNRETRIEVABLE']);
    expect(ledger).toEqual([
      ['hold', 100],
      ['capture', 100],
      ['release', 0],
    ]);
  });

  it('is waited for as long as the provider is down', async () => {
    const bench = await setup();
    bench.provider.onDownload = (call) => {
      if (call <= 12) throw new AppError('PROVIDER_UNAVAILABLE', 'the result answered HTTP 503');
      return Buffer.from('video');
    };
    expect((await settle(bench)).settled).toMatchObject({ outcome: 'stored' });
    expect(bench.provider.submitted).toHaveLength(1);
  });

  it.each([
    ['stored', 100],
    ['unretrievable', 101],
  ])('that comes in the answer itself is %s where it has %d of 100 bytes allowed', async (outcome, length) => {
    const bench = await setup({ maxResultBytes: 100 });
    const bytes = Buffer.alloc(length, 'x');
    bench.provider.onPoll = () => ({
      kind: 'completed',
      result: { kind: 'inline', bytes, mediaType: 'image/png' },
      costMicros: 100,
    });
    const { settled } = await settle(bench);
    expect(settled).toMatchObject({ outcome });
    const [attempt] = await bench.db.query<{ id: string }[]>('SELECT id FROM attempts');
    const found = await bench.store.stat(`t/${attempt?.id ?? ''}`);
    expect(found).toEqual(outcome === 'stored' ? { bytes: 100 } : null);
  });

  it('costs what was held where no price is known for what was made', async () => {
    const bench = await setup();
    bench.provider.onPoll = () => finishedAt('address', null);
    const { settled, ledger } = await settle(bench);
    expect(settled).toMatchObject({ outcome: 'stored', capturedMicros: 100 });
    expect(ledger).toEqual([
      ['hold', 100],
      ['capture', 100],
      ['release', 0],
    ]);
  });
});
