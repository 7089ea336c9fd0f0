import { afterEach, describe, expect, it } from '@jest/globals';
import { openAllotment } from '@shared/generation/films/allotment';
import { addUnits } from '@shared/generation/films/units';
import { newId } from '@shared/contracts/ids';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { waitFor } from '@shared/testing/wait-for';
import { auditBench, waitForSettled } from './bench-books.ts';

// Faults of reference lists that need no process to die; docs/faults.md says where the others are tried.

const benches: GenerationBench[] = [];
const PLAIN = { causedBy: null, unitId: null, take: 1, recipe: null, inputHash: null };
const FILMS = 1_000;

async function setup(...args: Parameters<typeof setUpGeneration>): Promise<GenerationBench> {
  const bench = await setUpGeneration(...args);
  benches.push(bench);
  return bench;
}

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

describe('paid work', () => {
  it('of ten workers never has a sixth operation in flight where five are allowed', async () => {
    const bench = await setup({ maxInFlight: 5 });
    bench.provider.onPoll = (call) => (call % 3 === 0 ? undefined : { kind: 'running' });
    await bench.order(60);
    for (let i = 0; i < 10; i++) bench.startWorker();
    await waitForSettled(bench);
    expect(bench.provider.mostInFlight).toBe(5);
    expect(await auditBench(bench)).toEqual({});
  });

  it(`ends once when it is cancelled in the moment in which it ends, ${FILMS} times`, async () => {
    const bench = await setup({ maxInFlight: 50 });
    const { db, provider } = bench;
    const cancels: Promise<void>[] = [];
    // Each film is cancelled while the end of its only operation is on its way to us.
    provider.onPoll = (call) => {
      cancels.push(cancelFilmOf(bench, provider.polled[call - 1]?.replace('op-', '') ?? ''));
      return undefined;
    };
    await orderFilms(bench);
    for (let i = 0; i < 3; i++) bench.startWorker();
    await waitForSettled(bench, 110_000);
    await Promise.all(cancels);
    expect(await auditBench(bench)).toEqual({});
    const cancelled = (await bench.events('stage.cancelled')).map(({ filmId }) => filmId);
    expect(new Set(cancelled).size).toBe(cancelled.length);
    expect(cancelled.length).toBeGreaterThan(0);
    const ends = await db.query<{ status: string; n: number }[]>(
      'SELECT status, count(*)::int AS n FROM units GROUP BY status ORDER BY status',
    );
    expect(ends.reduce((sum, { n }) => sum + n, 0)).toBe(FILMS);
    expect(ends.every(({ status }) => status === 'ready' || status === 'cancelled')).toBe(true);
  });

  it('is not submitted while the database takes no writes, and is when it does again', async () => {
    const bench = await setup();
    await bench.order(3);
    await setReadOnly(bench, true);
    const worker = bench.startWorker();
    await waitFor(() => worker.runOnce().then(() => false, isReadOnlyError));
    expect(bench.provider.submitted).toEqual([]);
    await setReadOnly(bench, false);
    await waitForSettled(bench);
    expect(bench.provider.accepted).toHaveLength(3);
    expect(await auditBench(bench)).toEqual({});
  });
});

async function orderFilms({ db, films }: GenerationBench): Promise<void> {
  await db.transaction(async (tx) => {
    for (let i = 0; i < FILMS; i++) {
      const film = { filmId: newId('film'), tenantId: 'tenant', revision: 1 };
      await openAllotment(tx, film.filmId, 1, 100);
      await addUnits(tx, film, 'clip', [1]);
      await films.takeUp(tx, { ...film, ...PLAIN, unit: { kind: 'clip', n: 1 } });
    }
  });
}

async function cancelFilmOf({ db, films }: GenerationBench, attemptId: string): Promise<void> {
  const [row] = await db.query<{ film_id: string }[]>('SELECT film_id FROM attempts WHERE id = $1', [attemptId]);
  if (row) await db.transaction((tx) => films.cancel(tx, { filmId: row.film_id, tenantId: 'tenant', revision: 1 }));
}

// New sessions hear of it, so the old ones go.
async function setReadOnly({ db }: GenerationBench, isReadOnly: boolean): Promise<void> {
  const session = db.createQueryRunner();
  const setting = `default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`;
  try {
    const [{ name }] = (await session.query('SELECT current_database() AS name')) as [{ name: string }];
    await session.query('SET default_transaction_read_only = off');
    await session.query(`ALTER DATABASE ${name} SET ${setting}`);
    await session.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
      [name],
    );
    // The one that goes back into the pool as it is.
    await session.query(`SET ${setting}`);
  } finally {
    await session.release();
  }
}

function isReadOnlyError(error: unknown): boolean {
  return error instanceof Error && error.message.includes('read-only transaction');
}
