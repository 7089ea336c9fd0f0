import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a pool is kept shut for, and with which models a unit goes on. */
export class PoolCircuits1763856000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE provider_pools ADD COLUMN failures int NOT NULL DEFAULT 0, ADD COLUMN open_until timestamptz, ADD COLUMN open_because jsonb`,
    );
    await runner.query(
      `ALTER TABLE attempts ADD COLUMN passed_over jsonb NOT NULL DEFAULT '[]', ADD COLUMN leaving jsonb,
         ADD COLUMN fallbacks jsonb NOT NULL DEFAULT '[]', ADD COLUMN waits_since timestamptz`,
    );
    await runner.query(`CREATE INDEX attempts_reserved ON attempts (model, due_at) WHERE status = 'reserved'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX attempts_reserved');
    await runner.query(
      'ALTER TABLE attempts DROP COLUMN passed_over, DROP COLUMN leaving, DROP COLUMN fallbacks, DROP COLUMN waits_since',
    );
    await runner.query(
      'ALTER TABLE provider_pools DROP COLUMN failures, DROP COLUMN open_until, DROP COLUMN open_because',
    );
  }
}
