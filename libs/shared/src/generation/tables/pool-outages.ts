import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was said of a pool last: `outage` is null where whoever asks gets an answer. */
export class PoolOutages1764014400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE provider_pools ADD COLUMN outage jsonb, ADD COLUMN outage_version bigint NOT NULL DEFAULT 0',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE provider_pools DROP COLUMN outage, DROP COLUMN outage_version');
  }
}
