import type { QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE outbox (
    id bigserial PRIMARY KEY,
    event_id text NOT NULL UNIQUE,
    film_id text NOT NULL,
    tenant_id text NOT NULL,
    name text NOT NULL,
    envelope jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz
  )`,
  `CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL`,
  `CREATE INDEX outbox_film ON outbox (film_id)`,
  `CREATE TABLE inbox (
    event_id text PRIMARY KEY,
    film_id text NOT NULL,
    name text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX inbox_film ON inbox (film_id)`,
  `CREATE TABLE dead_letters (
    id bigserial PRIMARY KEY,
    origin text NOT NULL,
    reason text NOT NULL,
    event_id text,
    film_id text,
    headers jsonb NOT NULL,
    body bytea,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  // One letter for one message, however often it is delivered.
  `CREATE UNIQUE INDEX dead_letters_message ON dead_letters (origin, md5(coalesce(body, ''::bytea)))`,
];

/** For a service's own migration: what Outbox, OutboxRelay and EventConsumer need. */
export async function createMessagingTables(runner: QueryRunner): Promise<void> {
  for (const statement of UP) await runner.query(statement);
}

export async function dropMessagingTables(runner: QueryRunner): Promise<void> {
  await runner.query('DROP TABLE outbox, inbox, dead_letters');
}
