import { afterEach, expect, it } from '@jest/globals';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';

let bench: GenerationBench | undefined;
afterEach(() => bench?.tearDown());

it('has the first of many units at the provider before the last is prepared', async () => {
  const { db, provider, workload, order, startWorker } = (bench = await setUpGeneration({ maxInFlight: 100 }));
  const unprepared: number[] = [];
  provider.onSubmit = async () => {
    const [row] = await db.query<[{ n: number }]>(`SELECT count(*)::int AS n FROM attempts WHERE status = 'planned'`);
    unprepared.push(row.n);
    return undefined;
  };
  await order(30);
  startWorker();
  await waitFor(() => workload.stored.length === 30);
  expect(unprepared[0]).toBeGreaterThan(15);
  expect(unprepared).toHaveLength(30);
});
