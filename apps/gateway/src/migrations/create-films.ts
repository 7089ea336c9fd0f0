import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createMessagingTables, dropMessagingTables } from '@shared/messaging/messaging-tables';

const UP = [
  `CREATE TABLE films (
    id text PRIMARY KEY,
    tenant_id text NOT NULL,
    revision integer NOT NULL,
    status text NOT NULL,
    title text,
    "order" jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    storyboard_status text NOT NULL,
    cut_status text NOT NULL,
    estimate_micros bigint,
    gaps jsonb NOT NULL,
    error jsonb,
    video jsonb,
    poster jsonb,
    parked jsonb NOT NULL,
    last_seq integer NOT NULL,
    heard_at timestamptz NOT NULL DEFAULT now(),
    resyncs integer NOT NULL DEFAULT 0
  )`,
  // Ids sort by the time of their making: lists are read newest first.
  `CREATE INDEX films_by_tenant ON films (tenant_id, id DESC)`,
  `CREATE INDEX films_open ON films (heard_at) WHERE status IN ('queued', 'running', 'waiting', 'cancelling')`,
  `CREATE TABLE film_scenes (
    film_id text NOT NULL REFERENCES films ON DELETE CASCADE,
    n integer NOT NULL,
    description text NOT NULL,
    seconds integer NOT NULL,
    transition text NOT NULL,
    clip_status text NOT NULL,
    clip jsonb,
    clip_seconds double precision,
    clip_ready_at timestamptz,
    error jsonb,
    PRIMARY KEY (film_id, n)
  )`,
  `CREATE TABLE film_keyframes (
    film_id text NOT NULL REFERENCES films ON DELETE CASCADE,
    "index" integer NOT NULL,
    status text NOT NULL,
    artifact jsonb,
    ready_at timestamptz,
    error jsonb,
    PRIMARY KEY (film_id, "index")
  )`,
  `CREATE TABLE film_attempts (
    film_id text NOT NULL REFERENCES films ON DELETE CASCADE,
    id text NOT NULL,
    unit_kind text NOT NULL,
    unit_n integer NOT NULL,
    number integer NOT NULL,
    provider text NOT NULL,
    model text NOT NULL,
    outcome text,
    price_micros bigint,
    held_micros bigint NOT NULL,
    captured_micros bigint NOT NULL,
    error jsonb,
    submitted_at timestamptz,
    settled_at timestamptz,
    PRIMARY KEY (film_id, id)
  )`,
  `CREATE TABLE film_events (
    film_id text NOT NULL REFERENCES films ON DELETE CASCADE,
    seq integer NOT NULL,
    event jsonb NOT NULL,
    PRIMARY KEY (film_id, seq)
  )`,
  `CREATE TABLE stage_cancellations (
    film_id text NOT NULL REFERENCES films ON DELETE CASCADE,
    stage text NOT NULL,
    PRIMARY KEY (film_id, stage)
  )`,
  // Outlives its film: the key of a deleted film must not buy another one.
  `CREATE TABLE idempotency_keys (
    tenant_id text NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    film_id text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, key)
  )`,
];

export class CreateFilms1795200000000 implements MigrationInterface {
  readonly name = 'CreateFilms1795200000000';

  async up(runner: QueryRunner): Promise<void> {
    await createMessagingTables(runner);
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_keys, stage_cancellations, film_events, film_attempts');
    await runner.query('DROP TABLE film_keyframes, film_scenes, films');
    await dropMessagingTables(runner);
  }
}
