import type { MigrationInterface, QueryRunner } from 'typeorm';
import { DEFAULT_CUT_SPEC } from '@shared/contracts/cut';

const UP = [
  `ALTER TABLE cuts
    ADD COLUMN take int NOT NULL DEFAULT 1,
    ADD COLUMN options jsonb NOT NULL DEFAULT '${JSON.stringify(DEFAULT_CUT_SPEC)}',
    ADD COLUMN target jsonb,
    ADD COLUMN clips_gate_open boolean NOT NULL DEFAULT false,
    ADD COLUMN fragments jsonb NOT NULL DEFAULT '[]'`,
  `CREATE TABLE tasks (
    film_id text NOT NULL,
    tenant_id text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    input jsonb NOT NULL,
    status text NOT NULL,
    result jsonb,
    error jsonb,
    tries int NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    lease_owner text,
    lease_token bigint NOT NULL DEFAULT 0,
    lease_until timestamptz,
    PRIMARY KEY (film_id, kind, key)
  )`,
  `CREATE INDEX tasks_due ON tasks (due_at) WHERE status IN ('due', 'working')`,
  // Facts of a film may come after nobody asks for it any more.
  'CREATE TABLE deleted_films (film_id text PRIMARY KEY)',
];

export class AssemblyTables1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE tasks, deleted_films');
    await runner.query(
      'ALTER TABLE cuts DROP COLUMN take, DROP COLUMN options, DROP COLUMN target, DROP COLUMN clips_gate_open, DROP COLUMN fragments',
    );
  }
}
