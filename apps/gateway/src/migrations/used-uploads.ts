import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['reference_images', 'music'];

/** When an upload was brought or named last: what no film holds is removed some days after. */
export class UsedUploads1795700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN used_at timestamptz NOT NULL DEFAULT now()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`ALTER TABLE ${table} DROP COLUMN used_at`);
  }
}
