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

  it('does in their order what is said in one moment, each with an answer of its own', async () => {
    const { client } = await setup();
    await client.query('CREATE TEMP TABLE said (n int)');
    const said = [1, 2, 3].map((n) =>
      client.query<{ n: number }>('INSERT INTO said VALUES ($1::int) RETURNING n', [n]),
    );
    const seen = client.query('SELECT array_agg(n) AS n FROM said');
    const refused = client.query('SELECT 1 / $1::int AS n', [0]);
    const after = client.query<{ n: number }>('SELECT $1::int AS n', [5]);
    expect((await Promise.all(said)).map(({ rows }) => rows)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
    expect((await seen).rows).toEqual([{ n: [1, 2, 3] }]);
    await expect(refused).rejects.toMatchObject({ code: '22012' });
    expect((await after).rows).toEqual([{ n: 5 }]);
    await client.end();
  });

  it('takes back all of a transaction where one of its statements is refused', async () => {
    const { client } = await setup();
    await client.query('CREATE TEMP TABLE kept (n int)');
    await client.query('START TRANSACTION');
    const outcomes = await Promise.allSettled([
      client.query('INSERT INTO kept VALUES ($1::int)', [1]),
      client.query('SELECT 1 / $1::int', [0]),
      client.query('INSERT INTO kept VALUES ($1::int)', [2]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await client.query('ROLLBACK');
    expect((await client.query('SELECT n FROM kept')).rows).toEqual([]);
    await client.end();
  });
});
