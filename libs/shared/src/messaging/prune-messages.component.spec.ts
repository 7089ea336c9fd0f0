import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_MIGRATIONS } from '@shared/testing/example-services';
import { silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { PruneMessages } from './prune-messages';

describe('PruneMessages', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ schema: 'keyframer', migrations: EXAMPLE_MIGRATIONS });
  });
  afterAll(() => database.drop());

  async function setup({ keepDays = 7 } = {}) {
    const { dataSource } = database;
    await dataSource.query('TRUNCATE outbox, inbox');
    const prune = new PruneMessages({ dataSource, logger: silentLogger(), keepDays });
    let n = 0;
    return {
      prune,
      /** `daysAgo` null: still to be sent. */
      say: (filmId: string, daysAgo: number | null) =>
        dataSource.query(
          `INSERT INTO outbox (event_id, film_id, tenant_id, name, envelope, sent_at)
           VALUES ($1, $2, 't', 'cut.started', '{}', now() - make_interval(days => $3))`,
          [`said_${n++}`, filmId, daysAgo],
        ),
      hear: (filmId: string, daysAgo: number) =>
        dataSource.query(
          `INSERT INTO inbox (event_id, film_id, name, received_at)
           VALUES ($1, $2, 'film.ordered', now() - make_interval(days => $3))`,
          [`heard_${n++}`, filmId, daysAgo],
        ),
      left: async (table: 'inbox' | 'outbox') => {
        const rows = await dataSource.query<{ film_id: string }[]>(`SELECT film_id FROM ${table} ORDER BY film_id`);
        return rows.map(({ film_id: filmId }) => filmId);
      },
    };
  }

  it('removes of a film all that was said or nothing: never what is unsent, nor of a film that is spoken of', async () => {
    const { prune, say, hear, left } = await setup();
    for (const filmId of ['ended', 'unsent', 'saying', 'hearing']) await say(filmId, 8);
    await say('unsent', null);
    await say('saying', 6);
    await hear('hearing', 6);
    expect(await prune.runOnce()).toBe(false);
    expect(await left('outbox')).toEqual(['hearing', 'saying', 'saying', 'unsent', 'unsent']);
  });

  it('remembers twice as long what was heard, and as long as anything is left that was said', async () => {
    const { prune, say, hear, left } = await setup();
    for (const filmId of ['ended', 'later', 'saying']) await hear(filmId, 15);
    await hear('later', 13);
    await hear('once', 13);
    await say('saying', 6);
    await prune.runOnce();
    expect(await left('inbox')).toEqual(['later', 'later', 'once', 'saying']);
  });

  it('goes in small steps', async () => {
    const { prune, say, left } = await setup();
    await Promise.all(Array.from({ length: 501 }, () => say('ended', 8)));
    expect(await prune.runOnce()).toBe(true);
    expect(await left('outbox')).toHaveLength(1);
    expect(await prune.runOnce()).toBe(false);
    expect(await left('outbox')).toEqual([]);
  });

  it('keeps everything where it is told to', async () => {
    const { prune, say, left } = await setup({ keepDays: 0 });
    await say('ended', 3_000);
    expect(await prune.runOnce()).toBe(false);
    expect(await left('outbox')).toEqual(['ended']);
  });
});
