import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { lockFilm } from './lock-film';

describe("a film's lock", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ schema: 'stage', migrations: [] });
  });
  afterAll(() => database.drop());

  async function holders(): Promise<number> {
    const [row] = await database.dataSource.query<[{ n: number }]>(
      `SELECT count(*)::int AS n FROM pg_locks
       WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return row.n;
  }

  const lockAndCount = (filmIds: readonly string[]): Promise<number> =>
    database.dataSource.transaction(async (tx: EntityManager) => {
      for (const filmId of filmIds) await lockFilm(tx, filmId);
      return holders();
    });

  it.each([
    ['of one film, however often it is asked for', ['film_1', 'film_1'], 1],
    ['of each film that is asked for', ['film_1', 'film_2', 'film_1'], 2],
  ])('is held until the transaction ends: %s', async (_, filmIds, locks) => {
    expect(await lockAndCount(filmIds)).toBe(locks);
    expect(await holders()).toBe(0);
  });

  it('is taken again by the next transaction', async () => {
    expect([await lockAndCount(['film_1']), await lockAndCount(['film_1'])]).toEqual([1, 1]);
  });

  it('is taken again where the transaction that had it is tried again', async () => {
    const failing = database.dataSource.transaction(async (tx) => {
      await lockFilm(tx, 'film_1');
      throw new Error('no luck');
    });
    await expect(failing).rejects.toThrow('no luck');
    expect(await holders()).toBe(0);
    expect(await lockAndCount(['film_1'])).toBe(1);
  });
});
