import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { createDataSource, migrate } from './data-source';

class NewTable1763683200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE things (id bigint, price bigint)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE things');
  }
}

describe('createDataSource and migrate', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ schema: 'gateway', migrations: [] });
  });
  afterAll(() => database.drop());

  async function setup(schema: string, { poolSize = 3 } = {}) {
    const options = { schema, migrations: [NewTable1763683200000], applicationName: 'test' };
    return createDataSource({ ...options, url: database.url, poolSize }).initialize();
  }

  it('lets many replicas migrate at once, and runs each migration once', async () => {
    const replicas = await Promise.all([1, 2, 3, 4].map(() => setup('planner')));
    await Promise.all(replicas.map(migrate));
    expect(await replicas[0]?.query('SELECT name FROM planner.migrations')).toEqual([
      { name: 'NewTable1763683200000' },
    ]);
    await Promise.all(replicas.map((replica) => replica.destroy()));
  });

  it('works in its own schema, reads 8-byte numbers as numbers, and gives up on locks and slow statements', async () => {
    const dataSource = await setup('stitcher');
    await migrate(dataSource);
    await dataSource.query('INSERT INTO things VALUES (1, 9007199254740991)');
    expect(await dataSource.query('SELECT id, price FROM stitcher.things')).toEqual([
      { id: 1, price: 9_007_199_254_740_991 },
    ]);
    expect(await dataSource.query('SHOW statement_timeout')).toEqual([{ statement_timeout: '30s' }]);
    expect(await dataSource.query('SHOW lock_timeout')).toEqual([{ lock_timeout: '5s' }]);
    await dataSource.destroy();
  });

  it('has a statement prepared once for each connection, which goes on when a migration adds a column', async () => {
    const [dataSource, migration] = await Promise.all([setup('keyframer'), setup('keyframer')]);
    await migrate(dataSource);
    await dataSource.query('INSERT INTO things VALUES (1, 5)');
    const runner = dataSource.createQueryRunner();
    const read = (): Promise<unknown> => runner.query('SELECT price FROM things WHERE id = $1', [1]);
    expect(await read()).toEqual([{ price: 5 }]);
    await migration.query('ALTER TABLE keyframer.things ADD COLUMN colour text');
    expect(await read()).toEqual([{ price: 5 }]);
    expect(
      await runner.query(`SELECT generic_plans + custom_plans AS runs FROM pg_prepared_statements
                          WHERE statement LIKE 'SELECT price%'`),
    ).toEqual([{ runs: 2 }]);
    await runner.release();
    await Promise.all([dataSource.destroy(), migration.destroy()]);
  });

  it.each<[string, (db: DataSource, work: (on: EntityManager) => Promise<void>) => Promise<void>]>([
    ['by itself', (db, work) => work(db.manager)],
    ['in a transaction', (db, work) => db.transaction(work)],
  ])('leaves a connection where a statement %s finds that what was prepared is gone', async (_, run) => {
    const dataSource = await setup('planner', { poolSize: 1 });
    const ask = (on: EntityManager): Promise<unknown> => on.query('SELECT $1::int AS one', [1]);
    const lose = async (on: EntityManager): Promise<void> => {
      await ask(on);
      await on.query('DEALLOCATE ALL');
      await ask(on);
    };
    await expect(run(dataSource, lose)).rejects.toMatchObject({ code: '26000' });
    expect(await ask(dataSource.manager)).toEqual([{ one: 1 }]);
    await dataSource.destroy();
  });

  it('takes its locks from a process that freezes in mid-transaction, which then hears of it', async () => {
    const [frozen, other] = await Promise.all([setup('keyframer'), setup('keyframer')]);
    expect(await frozen.query('SHOW idle_in_transaction_session_timeout')).toEqual([
      { idle_in_transaction_session_timeout: '6s' },
    ]);
    const [held, thawed] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const transaction = frozen.transaction(async (tx) => {
      await tx.query('SET idle_in_transaction_session_timeout = 100; SELECT pg_advisory_xact_lock(1)');
      held.resolve(undefined);
      await thawed.promise;
      await tx.query('SELECT 1');
    });
    await held.promise;
    // Waits for the lock, and gets it although nobody gave it back.
    await other.query('SELECT pg_advisory_lock(1)');
    thawed.resolve(undefined);
    await expect(transaction).rejects.toThrow();
    expect(await frozen.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await Promise.all([frozen.destroy(), other.destroy()]);
  });

  it('leaves no changed session and no lock behind', async () => {
    const dataSource = await setup('clipper');
    await migrate(dataSource);
    expect(await dataSource.query('SHOW lock_timeout')).toEqual([{ lock_timeout: '5s' }]);
    const locks = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory'
                   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
    expect(await dataSource.query(locks)).toEqual([]);
    await dataSource.destroy();
  });
});
