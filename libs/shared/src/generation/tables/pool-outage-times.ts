import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a pool gives no answer: who waits there is patient from then on. */
export class PoolOutageTimes1763928000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE provider_pools ADD COLUMN failing_since timestamptz');
    await runner.query('UPDATE provider_pools SET failing_since = clock_timestamp() WHERE failures > 0');
    await runner.query(
      `UPDATE attempts SET waits_since = clock_timestamp() WHERE status = 'reserved' AND waits_since IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE provider_pools DROP COLUMN failing_since');
  }
}
