import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Images of users that are still to be had, for revisions that wait for them. */
export class ImageTasks1763798400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE image_tasks (
      film_id text NOT NULL,
      revision int NOT NULL,
      list text NOT NULL CHECK (list IN ('references', 'keyframes')),
      place int NOT NULL,
      tenant_id text NOT NULL,
      aspect_ratio text NOT NULL,
      image jsonb NOT NULL,
      caused_by text NOT NULL,
      status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'ready', 'failed')),
      artifact jsonb,
      fault text,
      tries int NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (film_id, revision, list, place)
    )`);
    await runner.query(`CREATE INDEX image_tasks_due ON image_tasks (due_at) WHERE status = 'waiting'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE image_tasks');
  }
}
