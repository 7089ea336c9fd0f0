import type { QueryRunner } from 'typeorm';

// The same tables in the schema of each stage that buys: a stage's attempts, slots and allotments are its own.
export async function createGenerationTables(runner: QueryRunner): Promise<void> {
  for (const statement of STATEMENTS) await runner.query(statement);
}

const STATEMENTS = [
  `CREATE TABLE briefs (
    film_id text NOT NULL,
    revision int NOT NULL,
    tenant_id text NOT NULL,
    brief jsonb NOT NULL,
    PRIMARY KEY (film_id, revision)
  )`,
  `CREATE TABLE units (
    film_id text NOT NULL,
    revision int NOT NULL,
    kind text NOT NULL,
    n int NOT NULL,
    status text NOT NULL,
    artifact jsonb,
    error jsonb,
    PRIMARY KEY (film_id, revision, kind, n)
  )`,
  `CREATE INDEX units_waiting ON units (film_id, revision) WHERE status = 'waiting'`,
  `CREATE TABLE inputs (
    film_id text NOT NULL,
    revision int NOT NULL,
    n int NOT NULL,
    artifact jsonb,
    error jsonb,
    PRIMARY KEY (film_id, revision, n)
  )`,
  `CREATE TABLE attempts (
    id text PRIMARY KEY,
    film_id text NOT NULL,
    tenant_id text NOT NULL,
    revision int NOT NULL,
    unit_kind text NOT NULL,
    unit_n int NOT NULL,
    number int NOT NULL,
    counted int NOT NULL,
    status text NOT NULL,
    caused_by text,
    previous_error jsonb,
    pool text,
    provider text,
    model text,
    request jsonb,
    input_hash text,
    price_micros bigint NOT NULL DEFAULT 0,
    captured_micros bigint NOT NULL DEFAULT 0,
    billed boolean NOT NULL DEFAULT false,
    operation_id text,
    polls int NOT NULL DEFAULT 0,
    take_ins int NOT NULL DEFAULT 0,
    completion_ms int,
    cancel_requested boolean NOT NULL DEFAULT false,
    artifact jsonb,
    error jsonb,
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    deadline_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    submitted_at timestamptz,
    finished_at timestamptz,
    lease_owner text,
    lease_token bigint NOT NULL DEFAULT 0,
    lease_until timestamptz
  )`,
  // Whatever bug is above: two workers cannot both have an attempt open for one unit.
  `CREATE UNIQUE INDEX attempts_one_open_per_unit ON attempts (film_id, revision, unit_kind, unit_n)
    WHERE status IN ('planned', 'reserved', 'submitting', 'running', 'unknown')`,
  `CREATE INDEX attempts_due ON attempts (due_at)
    WHERE status IN ('planned', 'reserved', 'submitting', 'running', 'unknown')`,
  `CREATE INDEX attempts_of_film ON attempts (film_id)`,
  `CREATE INDEX attempts_recent_of_pool ON attempts (pool, submitted_at) WHERE submitted_at IS NOT NULL`,
  `CREATE INDEX attempts_completed_of_pool ON attempts (pool, finished_at DESC) WHERE completion_ms IS NOT NULL`,
  `CREATE TABLE provider_pools (
    pool text PRIMARY KEY,
    blocked_until timestamptz,
    blocked_because text
  )`,
  `CREATE TABLE allotments (
    film_id text NOT NULL,
    revision int NOT NULL,
    limit_micros bigint NOT NULL,
    PRIMARY KEY (film_id, revision)
  )`,
  // A film that was cancelled here, perhaps before anything else was heard of it.
  `CREATE TABLE cancelled_films (
    film_id text PRIMARY KEY,
    tenant_id text NOT NULL,
    revision int NOT NULL
  )`,
  // What happened to money, never changed: one row per attempt and change.
  `CREATE TABLE ledger (
    id bigserial PRIMARY KEY,
    attempt_id text NOT NULL,
    film_id text NOT NULL,
    change text NOT NULL CHECK (change IN ('hold', 'release', 'capture')),
    micros bigint NOT NULL CHECK (micros >= 0),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (attempt_id, change)
  )`,
];

export async function dropGenerationTables(runner: QueryRunner): Promise<void> {
  await runner.query('DROP TABLE briefs, units, inputs, attempts, provider_pools, allotments, cancelled_films, ledger');
}
