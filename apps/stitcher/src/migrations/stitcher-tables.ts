import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createMessagingTables, dropMessagingTables } from '@shared/messaging/messaging-tables';

const UP = [
  `CREATE TABLE cuts (
    film_id text NOT NULL,
    revision int NOT NULL,
    tenant_id text NOT NULL,
    status text NOT NULL,
    brief jsonb,
    gaps jsonb NOT NULL DEFAULT '[]',
    video jsonb,
    poster jsonb,
    facts jsonb,
    error jsonb,
    caused_by text,
    tries int NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    lease_owner text,
    lease_token bigint NOT NULL DEFAULT 0,
    lease_until timestamptz,
    PRIMARY KEY (film_id, revision)
  )`,
  `CREATE INDEX cuts_due ON cuts (due_at) WHERE status IN ('due', 'stitching')`,
  `CREATE INDEX cuts_leased ON cuts (lease_until) WHERE lease_until IS NOT NULL`,
  `CREATE TABLE cut_clips (
    film_id text NOT NULL,
    revision int NOT NULL,
    scene int NOT NULL,
    artifact jsonb,
    facts jsonb,
    error jsonb,
    PRIMARY KEY (film_id, revision, scene),
    CHECK ((artifact IS NULL) <> (error IS NULL))
  )`,
];

export class StitcherTables1763683200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createMessagingTables(runner);
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cuts, cut_clips');
    await dropMessagingTables(runner);
  }
}
