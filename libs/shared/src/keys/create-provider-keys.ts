import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys of vendors, encrypted; in every service that needs them. */
export class CreateProviderKeys1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE provider_keys (
      vendor text NOT NULL,
      reference text NOT NULL,
      version int NOT NULL,
      sealed text,
      created_at timestamptz NOT NULL DEFAULT now(),
      changed_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (vendor, reference)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE provider_keys');
  }
}
