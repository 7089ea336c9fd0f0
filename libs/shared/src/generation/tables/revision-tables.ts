import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a film holds by the hash of its inputs, so that no later revision, and no other film of the tenant, buys it again. */
export class RevisionTables1763740800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  'ALTER TABLE attempts ADD COLUMN unit_id text, ADD COLUMN take int NOT NULL DEFAULT 1, ADD COLUMN recipe text',
  "CREATE INDEX units_of_film ON units (film_id) WHERE status IN ('waiting', 'making')",
  // One row for each artifact that a film holds. By hash they say what need not be bought, by key what may be removed.
  `CREATE TABLE takes (
    film_id text NOT NULL,
    unit_id text NOT NULL,
    artifact_key text NOT NULL,
    tenant_id text NOT NULL,
    revision int NOT NULL,
    take int NOT NULL,
    input_hash text,
    artifact jsonb NOT NULL,
    facts jsonb,
    attempt_id text NOT NULL,
    from_film text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (film_id, unit_id, artifact_key)
  )`,
  'CREATE INDEX takes_by_hash ON takes (tenant_id, input_hash)',
  'CREATE INDEX takes_by_key ON takes (artifact_key text_pattern_ops)',
  // Keys, and prefixes that end in a slash, that nobody holds any more.
  `CREATE TABLE doomed_objects (
    key text PRIMARY KEY,
    due_at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`,
  `CREATE TABLE opened_gates (
    film_id text NOT NULL,
    revision int NOT NULL,
    gate text NOT NULL,
    PRIMARY KEY (film_id, revision, gate)
  )`,
  // What is planned and waits for somebody to approve it.
  `CREATE TABLE drafts (
    film_id text NOT NULL,
    revision int NOT NULL,
    draft jsonb NOT NULL,
    PRIMARY KEY (film_id, revision)
  )`,
  `ALTER TABLE ledger DROP CONSTRAINT ledger_change_check, DROP CONSTRAINT ledger_attempt_id_change_key,
    ADD CONSTRAINT ledger_change_check CHECK (change IN ('hold', 'release', 'capture', 'reuse')),
    ADD COLUMN revision int, ADD COLUMN unit_id text, ADD COLUMN from_film text,
    ADD CONSTRAINT ledger_reuse_check CHECK (change <> 'reuse' OR (micros = 0 AND unit_id IS NOT NULL))`,
  `CREATE UNIQUE INDEX ledger_change_once ON ledger (attempt_id, change) WHERE change <> 'reuse'`,
  `CREATE UNIQUE INDEX ledger_reuse_once ON ledger (film_id, revision, unit_id) WHERE change = 'reuse'`,
];

const DOWN = [
  `DELETE FROM ledger WHERE change = 'reuse'`,
  'DROP INDEX ledger_change_once, ledger_reuse_once',
  `ALTER TABLE ledger DROP CONSTRAINT ledger_reuse_check, DROP CONSTRAINT ledger_change_check,
    DROP COLUMN revision, DROP COLUMN unit_id, DROP COLUMN from_film,
    ADD CONSTRAINT ledger_change_check CHECK (change IN ('hold', 'release', 'capture')),
    ADD CONSTRAINT ledger_attempt_id_change_key UNIQUE (attempt_id, change)`,
  'DROP TABLE takes, doomed_objects, opened_gates, drafts',
  'DROP INDEX units_of_film',
  'ALTER TABLE attempts DROP COLUMN unit_id, DROP COLUMN take, DROP COLUMN recipe',
];
