import type { EntityManager } from 'typeorm';
import { together } from '@shared/database/together';
import { filmAttemptTable } from './film-attempt.entity';
import { filmKeyframeTable } from './film-keyframe.entity';
import type { FilmRecord } from './film-record';
import { filmSceneTable } from './film-scene.entity';
import type { FilmChange } from './film-steps';
import { filmTable } from './film.entity';
import { stageCancellationTable } from './stage-cancellation.entity';
import { buildUpsert } from './table';

// Heard of by the clock of the database, as whoever looks for silent films does.
const SAVE_FILM = `WITH film AS (${buildUpsert(filmTable)},
    heard_at = CASE WHEN $2 THEN now() ELSE films.heard_at END, resyncs = CASE WHEN $2 THEN 0 ELSE films.resyncs END),
  told AS (INSERT INTO film_events (film_id, seq, event)
    SELECT $3, (event ->> 'seq')::integer, event FROM jsonb_array_elements($4::jsonb) AS event)
  SELECT pg_notify($5, $3) WHERE $2`;
const SAVE_SCENES = buildUpsert(filmSceneTable);
const SAVE_KEYFRAMES = buildUpsert(filmKeyframeTable);
const SAVE_ATTEMPTS = buildUpsert(filmAttemptTable);
const SAVE_STAGES = buildUpsert(stageCancellationTable);
const REMOVE_SCENES = 'DELETE FROM film_scenes WHERE film_id = $1 AND n > $2';
const REMOVE_KEYFRAMES = 'DELETE FROM film_keyframes WHERE film_id = $1 AND "index" >= $2';

export interface FilmSave {
  /** Null: a new one. Otherwise its row is locked. */
  before: FilmRecord | null;
  change: FilmChange;
  /** Where it is rung when the log has grown. */
  channel: string;
}

/** Writes what is not the same object as before, and the new events: one statement for each table. */
export async function saveChange(tx: EntityManager, { before, change, channel }: FilmSave): Promise<void> {
  const { record: after, events } = change;
  const { id: filmId, revision } = after.film;
  const saveFilm = async (): Promise<void> => {
    if (after.film === before?.film) return;
    const isHeard = events.length > 0;
    await tx.query(SAVE_FILM, [JSON.stringify([after.film]), isHeard, filmId, JSON.stringify(events), channel]);
  };
  const stages = changed(before?.cancelledStages, after.cancelledStages);
  await together(
    saveFilm(),
    remove(tx, REMOVE_SCENES, filmId, countBoth(before?.scenes, after.scenes)),
    remove(tx, REMOVE_KEYFRAMES, filmId, countBoth(before?.keyframes, after.keyframes)),
    save(tx, SAVE_SCENES, changed(before?.scenes, after.scenes)),
    save(tx, SAVE_KEYFRAMES, changed(before?.keyframes, after.keyframes)),
    save(tx, SAVE_ATTEMPTS, changed(before?.attempts, after.attempts)),
    save(
      tx,
      SAVE_STAGES,
      stages.map((stage) => ({ filmId, stage, revision })),
    ),
  );
}

// A revision may have fewer scenes than the one before it.
async function remove(tx: EntityManager, statement: string, filmId: string, counts: Counts): Promise<void> {
  if (counts.before > counts.after) await tx.query(statement, [filmId, counts.after]);
}

interface Counts {
  before: number;
  after: number;
}

function countBoth(before: readonly unknown[] = [], after: readonly unknown[]): Counts {
  return { before: before.length, after: after.length };
}

function changed<T>(before: readonly T[] = [], after: readonly T[]): T[] {
  const known = new Set(before);
  return after.filter((item) => !known.has(item));
}

async function save(tx: EntityManager, statement: string, rows: readonly object[]): Promise<void> {
  if (rows.length > 0) await tx.query(statement, [JSON.stringify(rows)]);
}
