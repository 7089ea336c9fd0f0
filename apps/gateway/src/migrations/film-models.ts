import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What films from before it could be chosen say of their models. */
export class FilmModels1795600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE films SET "order" = '{"models":null,"fallbackOnRefusal":false}'::jsonb || "order"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE films SET "order" = "order" - 'models' - 'fallbackOnRefusal'`);
  }
}
