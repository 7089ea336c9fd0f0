import { describe, expect, it } from '@jest/globals';
import { applyStreamEvent, type StreamEvent } from '@shared/contracts/film-stream';
import type { FilmView } from '@shared/contracts/film';
import { startOnce } from '@shared/testing/start-once';
import { FilmRepository } from '../src/films/film.repository';
import { factsOf, tellAttempt, tellStory } from './film-builders';
import { type Gateway, getFilm, orderFilm, prepareGateways } from './start-gateway';

const setup = startOnce(
  async () => {
    const bundle = await prepareGateways();
    const [one, two] = [await bundle.startGateway(), await bundle.startGateway()];
    return { bundle, db: bundle.database.dataSource, one, two };
  },
  ({ bundle }) => bundle.stop(),
);

async function readLog({ url }: Gateway, filmId: string): Promise<StreamEvent[]> {
  const init = { headers: { accept: 'application/json' } };
  const response = await fetch(`${url}/v1/films/${filmId}/events?limit=500`, init);
  return ((await response.json()) as { data: StreamEvent[] }).data;
}

/** Its log has no gap, and leaves a client with what GET returns. */
async function expectWholeLog(gateway: Gateway, ordered: FilmView): Promise<StreamEvent[]> {
  const log = await readLog(gateway, ordered.id);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
  expect(log.reduce(applyStreamEvent, ordered)).toEqual(await getFilm(gateway, ordered.id));
  return log;
}

describe('facts of a film', () => {
  it('that come together write each row once, and are told one by one', async () => {
    const { one, db } = setup();
    await db.query(`
      CREATE TABLE written (name text);
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO gateway.written VALUES (TG_TABLE_NAME); RETURN NULL; END $$;
      CREATE TRIGGER note AFTER INSERT OR UPDATE ON films FOR EACH ROW EXECUTE FUNCTION note();
      CREATE TRIGGER note AFTER INSERT OR UPDATE ON film_attempts FOR EACH ROW EXECUTE FUNCTION note();
      CREATE TRIGGER note AFTER INSERT OR UPDATE ON film_scenes FOR EACH ROW EXECUTE FUNCTION note()`);
    const ordered = await orderFilm(one);
    await db.query('TRUNCATE written');
    const facts = tellStory({ transitions: ['cut', 'continue'], failedScenes: [], filmId: ordered.id });
    await one.hear(...facts);
    const written = await db.query<object[]>('SELECT name, count(*)::int FROM written GROUP BY name ORDER BY name');
    await db.query('DROP FUNCTION note CASCADE; DROP TABLE written');
    expect(written).toEqual([
      { name: 'film_attempts', count: 6 },
      { name: 'film_scenes', count: 2 },
      { name: 'films', count: 1 },
    ]);
    // Behind the order each fact is an event, and the last of them ends the film as well.
    expect(await expectWholeLog(one, ordered)).toHaveLength(facts.length + 2);
  });

  it('that come at once to two replicas are each counted', async () => {
    const { one, two } = setup();
    const ordered = await orderFilm(one);
    const fact = factsOf(ordered.id);
    const attempts = Array.from({ length: 20 }, (_, n) => tellAttempt(fact, 'clip', n));
    await Promise.all(attempts.flat().map((heard, i) => (i % 4 < 2 ? one : two).hear(heard)));
    await expectWholeLog(one, ordered);
    expect((await getFilm(two, ordered.id)).cost).toMatchObject({ held: '0.000000', captured: '1.800000' });
  });

  it('are read and written by statements that the database prepares', async () => {
    const { one, db } = setup();
    const { id } = await orderFilm(one);
    const films = one.service.app.get(FilmRepository, { strict: false });
    const prepared = await db.transaction(async (tx) => {
      await films.update(tx, id, (record) => ({ record: { ...record, film: { ...record.film } }, events: [] }));
      return tx.query<{ statement: string }[]>(
        `SELECT statement FROM pg_prepared_statements WHERE statement ~ 'film_events|film_scenes'`,
      );
    });
    expect(prepared).toHaveLength(2);
  });
});
