import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { PreparingClient } from './preparing-client';

describe('a connection that has its statements prepared', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ schema: 'gateway', migrations: [] });
  });
  afterAll(() => database.drop());

  async function setup() {
    const client = new PreparingClient({ connectionString: database.url });
    await client.connect();
    const countPrepared = async (): Promise<number> => {
      const { rows } = await client.query<{ count: number }>('SELECT count(*)::int FROM pg_prepared_statements');
      return rows[0]?.count ?? 0;
    };
    return { client, countPrepared };
  }

  it('sends one whole that writes many rows', async () => {
    const { client, countPrepared } = await setup();
    const before = await countPrepared();
    const rows = Array.from({ length: 500 }, (_, n) => `($${n + 1}::int)`).join(', ');
    const numbers = Array.from({ length: 500 }, (_, n) => n);
    expect((await client.query(`SELECT * FROM (VALUES ${rows}) AS many`, numbers)).rowCount).toBe(500);
    expect(await countPrepared()).toBe(before);
    await client.end();
  });

  it('keeps no more than five hundred, and answers the next as well', async () => {
    const { client } = await setup();
    for (let n = 1; n <= 510; n += 1) {
      expect((await client.query(`SELECT $1::int AS a${n}`, [n])).rows).toEqual([{ [`a${n}`]: n }]);
    }
    const prepared = await client.query<{ statement: string }>('SELECT statement FROM pg_prepared_statements');
    const statements = prepared.rows.map(({ statement }) => statement);
    expect(statements).toContain('SELECT $1::int AS a1');
    expect(statements).not.toContain('SELECT $1::int AS a510');
    expect(statements.length).toBeLessThanOrEqual(500);
    await client.end();
  });
});
