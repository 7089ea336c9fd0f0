import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was tried for each unit that a provider refused. By the hash of its inputs: a later revision goes on where this one was. */
export class RefusalTable1763769600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE refusals (
      film_id text NOT NULL,
      unit_kind text NOT NULL,
      input_hash text NOT NULL,
      error jsonb NOT NULL,
      asked text CHECK (asked IN ('soften', 'redraw')),
      softened jsonb,
      soften_error jsonb,
      frame text CHECK (frame IN ('start', 'end')),
      redraw_of text,
      redrawn jsonb,
      redraw_error jsonb,
      model text,
      PRIMARY KEY (film_id, unit_kind, input_hash)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE refusals');
  }
}
