import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE reference_images (
    id text PRIMARY KEY,
    tenant_id text NOT NULL,
    artifact jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `ALTER TABLE film_scenes
    ADD COLUMN warnings jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN history jsonb NOT NULL DEFAULT '[]'`,
  `UPDATE films SET "order" = '{"references":[],"keyframes":[],"onMissingReference":"textOnly","onRefusal":"gap"}'::jsonb || "order"`,
];

/** Images of users, and what a scene went through. */
export class References1795500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE film_scenes DROP COLUMN warnings, DROP COLUMN history');
    await runner.query('DROP TABLE reference_images');
  }
}
