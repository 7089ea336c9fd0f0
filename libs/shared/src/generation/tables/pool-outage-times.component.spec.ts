import { afterAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { PoolOutageTimes1763928000000 } from './pool-outage-times';
import { STAGE_MIGRATIONS } from './stage-migrations';

describe('PoolOutageTimes', () => {
  let database: TestDatabase | undefined;
  afterAll(() => database?.drop());

  it('has what waits at the upgrade wait from then on', async () => {
    const before = STAGE_MIGRATIONS.slice(0, STAGE_MIGRATIONS.indexOf(PoolOutageTimes1763928000000));
    database = await createTestDatabase({ schema: 'stage', migrations: before });
    const { dataSource } = database;
    await dataSource.query(`INSERT INTO provider_pools (pool, failures) VALUES ('down', 3), ('up', 0)`);
    await dataSource.query(
      `INSERT INTO attempts (id, film_id, tenant_id, revision, unit_kind, unit_n, number, counted, status)
       VALUES ('waits', 'film', 't', 1, 'clip', 1, 1, 1, 'reserved'), ('runs', 'film', 't', 1, 'clip', 2, 1, 1, 'running')`,
    );
    await new PoolOutageTimes1763928000000().up(dataSource.createQueryRunner());
    expect(
      await dataSource.query(`SELECT id FROM attempts WHERE waits_since IS NOT NULL UNION
        SELECT pool FROM provider_pools WHERE failing_since IS NOT NULL ORDER BY 1`),
    ).toEqual([{ id: 'down' }, { id: 'waits' }]);
  });
});
