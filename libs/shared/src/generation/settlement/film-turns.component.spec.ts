import { afterEach, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { lockFilm } from '@shared/database/lock-film';
import { together } from '@shared/database/together';
import { type GenerationBench, setUpGeneration } from '@shared/testing/generation-bench';
import { ATTEMPT_COLUMNS, type Attempt, type AttemptRow, toAttempt } from '../attempts/attempt';
import { Handover } from '../steps/handover';
import { FilmTurns } from './film-turns';

const benches: GenerationBench[] = [];

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.tearDown();
});

async function setup() {
  const bench = await setUpGeneration();
  benches.push(bench);
  const { db, films } = bench;
  await bench.order(4);
  await db.query('CREATE TABLE written (id text, by xid8)');
  const rows = await db.query<AttemptRow[]>(`SELECT ${ATTEMPT_COLUMNS} FROM attempts ORDER BY unit_n`);
  const turns = new FilmTurns({ db, films, handover: new Handover('tests') });
  const write = (attempt: Attempt): Promise<void> =>
    turns.inTurn(attempt, async (tx) => {
      await tx.query('INSERT INTO written VALUES ($1, pg_current_xact_id())', [attempt.id]);
      return attempt;
    });
  const listWritten = () =>
    db.query<{ ids: string[] }[]>('SELECT array_agg(id ORDER BY id) AS ids FROM written GROUP BY by ORDER BY by');
  return { db, turns, write, listWritten, attempts: rows.map(toAttempt) };
}

describe("a film's turns", () => {
  it('are written together where they come while another is being written', async () => {
    const { write, listWritten, attempts } = await setup();
    await Promise.all(attempts.map(write));
    const [first, ...others] = attempts.map(({ id }) => id);
    expect(await listWritten()).toEqual([{ ids: [first] }, { ids: others.sort() }]);
  });

  it('are written apart where one of them cannot be: only that one is told so', async () => {
    const { turns, write, listWritten, attempts } = await setup();
    const [first, second, third, fourth] = attempts as [Attempt, Attempt, Attempt, Attempt];
    const fail = () => turns.inTurn(third, (tx) => tx.query('SELECT 1 / $1::int', [0]));
    const outcomes = await Promise.allSettled([write(first), write(second), fail(), write(fourth)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await listWritten()).flatMap(({ ids }) => ids).sort()).toEqual([first.id, second.id, fourth.id].sort());
  });

  it('wait for no other film', async () => {
    const { db, write, listWritten, attempts } = await setup();
    const [one, other] = attempts as [Attempt, Attempt];
    const elsewhere = { ...other, filmId: 'film_elsewhere' };
    let held: Promise<void> | undefined;
    await db.transaction(async (tx) => {
      await lockFilm(tx, one.filmId);
      held = write(one);
      await write(elsewhere);
      expect(await listWritten()).toEqual([{ ids: [other.id] }]);
    });
    await held;
    expect(await listWritten()).toHaveLength(2);
  });

  it('tell why the database refused, and not what it said behind that', async () => {
    const { db } = await setup();
    const saidTwice = async (tx: EntityManager): Promise<void> => {
      await tx.query('SELECT 1');
      await tx.query('SELECT 2');
    };
    const divide = (tx: EntityManager) => tx.query('SELECT 1 / $1::int', [0]);
    const refused = db.transaction((tx) => together(saidTwice(tx), divide(tx)));
    await expect(refused).rejects.toMatchObject({ code: '22012' });
  });
});
