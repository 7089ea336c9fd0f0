import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A slot before the intent and none after the provider is done, operations past their deadline, and slots that a provider was found to take. */
export class AdmittedAttempts1763712000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE provider_pools DROP COLUMN slots, DROP COLUMN accepted_since');
  }
}

const STATEMENTS = [
  'DROP INDEX attempts_one_open_per_unit',
  // Whatever bug is above: two workers cannot both have an attempt open for one unit.
  `CREATE UNIQUE INDEX attempts_one_open_per_unit ON attempts (film_id, revision, unit_kind, unit_n)
    WHERE status IN ('planned', 'reserved', 'admitted', 'submitting', 'running', 'collecting', 'unknown')`,
  'DROP INDEX attempts_due',
  `CREATE INDEX attempts_due ON attempts (due_at)
    WHERE status IN ('planned', 'reserved', 'admitted', 'submitting', 'running', 'collecting', 'unknown', 'overdue')`,
  'DROP INDEX attempts_completed_of_pool',
  'CREATE INDEX attempts_completed_of_pool ON attempts (pool, submitted_at DESC) WHERE completion_ms IS NOT NULL',
  // How many operations the provider takes at once, halved when it refuses; null: as many as the settings allow.
  'ALTER TABLE provider_pools ADD COLUMN slots int, ADD COLUMN accepted_since int NOT NULL DEFAULT 0',
];
