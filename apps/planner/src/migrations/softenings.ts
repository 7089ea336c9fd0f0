import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Words that providers refused, to be written anew. */
export class Softenings1763827200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE softenings (
      film_id text NOT NULL,
      revision int NOT NULL,
      unit_kind text NOT NULL,
      unit_n int NOT NULL,
      refused_hash text NOT NULL,
      prompt text NOT NULL,
      reason text NOT NULL,
      PRIMARY KEY (film_id, revision, unit_kind, unit_n)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE softenings');
  }
}
