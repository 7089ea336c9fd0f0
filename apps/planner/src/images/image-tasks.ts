import type { DataSource, EntityManager } from 'typeorm';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { type FilmImages, type HeldImage, isPending } from '@shared/contracts/film-images';
import type { AspectRatio } from '@shared/contracts/order';
import type { FilmRef } from '@shared/generation/films/film-ref';
import type { PlannerBrief } from '../storyboards/brief';

/** One image that is to be had. Claiming it counts as a try, and is the fence: who was too slow is not heard. */
export interface ImageTask extends FilmRef {
  list: keyof FilmImages;
  place: number;
  aspectRatio: AspectRatio;
  image: HeldImage;
  causedBy: string;
  tries: number;
}

export type ImageOutcome = { artifact: ArtifactRef } | { fault: string };

/** Longer than any try takes; whoever has not ended it by then is gone. */
const LEASE_SECONDS = 30;

/** Notes what has to be had before a revision can be planned; false when nothing has to. */
export async function addImageTasks(
  tx: EntityManager,
  film: FilmRef,
  { brief, causedBy }: { brief: PlannerBrief; causedBy: string },
): Promise<boolean> {
  const { images, aspectRatio } = brief.spec;
  const pending = (['references', 'keyframes'] as const).flatMap((list) =>
    (images?.[list] ?? []).flatMap((image, place) => (isPending(image) ? [{ list, place, image }] : [])),
  );
  for (const { list, place, image } of pending) {
    await tx.query(
      `INSERT INTO image_tasks (film_id, revision, list, place, tenant_id, aspect_ratio, image, caused_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8) ON CONFLICT DO NOTHING`,
      [film.filmId, film.revision, list, place, film.tenantId, aspectRatio, JSON.stringify(image), causedBy],
    );
  }
  return pending.length > 0;
}

/** In no order: addresses that answer slowly must not stand before all others. */
export async function claimImageTasks(db: DataSource, limit: number): Promise<ImageTask[]> {
  const [tasks] = await db.query<[ImageTask[], number]>(
    `WITH next AS MATERIALIZED (
       SELECT film_id, revision, list, place FROM image_tasks WHERE status = 'waiting' AND due_at <= clock_timestamp()
       ORDER BY random() LIMIT $1 FOR UPDATE SKIP LOCKED)
     UPDATE image_tasks SET tries = tries + 1, due_at = clock_timestamp() + make_interval(secs => $2)
     WHERE (film_id, revision, list, place) IN (SELECT film_id, revision, list, place FROM next)
     RETURNING film_id AS "filmId", revision, tenant_id AS "tenantId", list, place, aspect_ratio AS "aspectRatio", image,
       caused_by AS "causedBy", tries`,
    [limit, LEASE_SECONDS],
  );
  return tasks;
}

export async function putOffImageTask(db: DataSource, task: ImageTask, inMs: number): Promise<void> {
  await db.query(
    `UPDATE image_tasks SET due_at = clock_timestamp() + make_interval(secs => $6::float8 / 1000)
     WHERE film_id = $1 AND revision = $2 AND list = $3 AND place = $4 AND tries = $5`,
    [...toKey(task), task.tries, inMs],
  );
}

/** False for who was too slow. The caller holds the film's lock, so that the last of several ends sees all others. */
export async function endImageTask(tx: EntityManager, task: ImageTask, outcome: ImageOutcome): Promise<boolean> {
  const [artifact, fault] = 'artifact' in outcome ? [JSON.stringify(outcome.artifact), null] : [null, outcome.fault];
  const [, ended] = await tx.query<[unknown[], number]>(
    `UPDATE image_tasks SET status = CASE WHEN $7::text IS NULL THEN 'ready' ELSE 'failed' END, artifact = $6::jsonb, fault = $7
     WHERE film_id = $1 AND revision = $2 AND list = $3 AND place = $4 AND tries = $5 AND status = 'waiting'`,
    [...toKey(task), task.tries, artifact, fault],
  );
  return ended === 1;
}

/** The images with all that has become of them; null while one is still to be had. */
export async function findImages(
  tx: EntityManager,
  { filmId, revision }: FilmRef,
  images: FilmImages,
): Promise<FilmImages | null> {
  const rows = await tx.query<(Pick<HeldImage, 'artifact' | 'fault'> & Pick<ImageTask, 'list' | 'place'>)[]>(
    'SELECT list, place, artifact, fault FROM image_tasks WHERE film_id = $1 AND revision = $2',
    [filmId, revision],
  );
  const outcomes = new Map(rows.map(({ list, place, ...outcome }) => [`${list}/${place}`, outcome]));
  const fill = <T extends HeldImage>(list: keyof FilmImages, all: T[]): T[] =>
    all.map((image, place) => ({ ...image, ...outcomes.get(`${list}/${place}`) }));
  const filled = { references: fill('references', images.references), keyframes: fill('keyframes', images.keyframes) };
  return [...filled.references, ...filled.keyframes].some(isPending) ? null : filled;
}

function toKey({ filmId, revision, list, place }: ImageTask) {
  return [filmId, revision, list, place];
}
