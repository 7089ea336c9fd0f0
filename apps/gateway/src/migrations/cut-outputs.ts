import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE films
    ADD COLUMN cut_take jsonb,
    ADD COLUMN files jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN cut_scenes jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN stream jsonb`,
  'ALTER TABLE film_attempts ADD COLUMN operation_id text',
  `CREATE TABLE film_fragments (
    film_id text NOT NULL REFERENCES films ON DELETE CASCADE,
    revision integer NOT NULL,
    take integer NOT NULL,
    "index" integer NOT NULL,
    fragment jsonb NOT NULL,
    PRIMARY KEY (film_id, revision, take, "index")
  )`,
  `CREATE TABLE music (
    id text PRIMARY KEY,
    tenant_id text NOT NULL,
    artifact jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
];

export class CutOutputs1795400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE film_fragments, music');
    await runner.query('ALTER TABLE film_attempts DROP COLUMN operation_id');
    await runner.query(
      'ALTER TABLE films DROP COLUMN cut_take, DROP COLUMN files, DROP COLUMN cut_scenes, DROP COLUMN stream',
    );
  }
}
