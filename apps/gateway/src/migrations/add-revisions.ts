import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE films ADD COLUMN build jsonb, ADD COLUMN forked_from text, ADD COLUMN deleted_at timestamptz,
    ADD COLUMN video_revision integer`,
  `UPDATE films SET "order" = '{"runThrough": "film", "approve": []}'::jsonb || "order",
    video_revision = CASE WHEN video IS NOT NULL THEN revision END`,
  'CREATE INDEX films_forked_from ON films (forked_from) WHERE forked_from IS NOT NULL',
  'CREATE INDEX films_deleted ON films (deleted_at) WHERE deleted_at IS NOT NULL',
  'ALTER TABLE film_scenes ADD COLUMN id text, ADD COLUMN take integer NOT NULL DEFAULT 1, ADD COLUMN stale jsonb, ADD COLUMN pinned boolean NOT NULL DEFAULT false',
  `UPDATE film_scenes SET id = 's' || n`,
  'ALTER TABLE film_scenes ALTER COLUMN id SET NOT NULL',
  'ALTER TABLE film_keyframes ADD COLUMN unit_id text, ADD COLUMN take integer NOT NULL DEFAULT 1, ADD COLUMN stale jsonb, ADD COLUMN pinned boolean NOT NULL DEFAULT false',
  'ALTER TABLE film_attempts ADD COLUMN revision integer NOT NULL DEFAULT 1',
  'ALTER TABLE stage_cancellations ADD COLUMN revision integer NOT NULL DEFAULT 1',
  // All that was ever made for a unit of a film, and what the tenant has by input hash: plans are made from it.
  `CREATE TABLE film_takes (
    film_id text NOT NULL REFERENCES films ON DELETE CASCADE,
    unit_id text NOT NULL,
    artifact_key text NOT NULL,
    tenant_id text NOT NULL,
    revision integer NOT NULL,
    take integer NOT NULL,
    input_hash text,
    answer jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (film_id, unit_id, artifact_key)
  )`,
  'CREATE INDEX film_takes_by_hash ON film_takes (tenant_id, input_hash)',
  // Lines of nothing: what a revision did not have to buy.
  `CREATE TABLE film_reuses (
    film_id text NOT NULL REFERENCES films ON DELETE CASCADE,
    revision integer NOT NULL,
    unit_id text NOT NULL,
    unit_kind text NOT NULL,
    unit_n integer NOT NULL,
    origin text NOT NULL,
    from_film text NOT NULL,
    attempt_id text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (film_id, revision, unit_id)
  )`,
];

const DOWN = [
  'DROP TABLE film_reuses, film_takes',
  'ALTER TABLE stage_cancellations DROP COLUMN revision',
  'ALTER TABLE film_attempts DROP COLUMN revision',
  'ALTER TABLE film_keyframes DROP COLUMN unit_id, DROP COLUMN take, DROP COLUMN stale, DROP COLUMN pinned',
  'ALTER TABLE film_scenes DROP COLUMN id, DROP COLUMN take, DROP COLUMN stale, DROP COLUMN pinned',
  'ALTER TABLE films DROP COLUMN build, DROP COLUMN forked_from, DROP COLUMN deleted_at, DROP COLUMN video_revision',
];

export class AddRevisions1795300000000 implements MigrationInterface {
  readonly name = 'AddRevisions1795300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
