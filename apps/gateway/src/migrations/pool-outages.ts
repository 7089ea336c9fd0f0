import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the stages have said last of each pool: without an outage whoever asks gets an answer. */
export class PoolOutages1795800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE pool_outages (
      stage text NOT NULL,
      vendor text NOT NULL,
      model text NOT NULL,
      credential text NOT NULL,
      version bigint NOT NULL,
      outage jsonb,
      PRIMARY KEY (stage, vendor, model, credential)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pool_outages');
  }
}
