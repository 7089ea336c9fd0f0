import {
  type EntityManager,
  type EntitySchema,
  MoreThan,
  MoreThanOrEqual,
  type ObjectLiteral,
  type QueryDeepPartialEntity,
} from 'typeorm';
import { filmAttemptTable } from './film-attempt.entity';
import { type FilmEventEntity, filmEventTable } from './film-event.entity';
import { filmKeyframeTable } from './film-keyframe.entity';
import type { FilmRecord } from './film-record';
import { filmSceneTable } from './film-scene.entity';
import type { FilmChange } from './film-steps';
import { type FilmEntity, filmTable } from './film.entity';
import { stageCancellationTable } from './stage-cancellation.entity';

/** Writes what is not the same object as before, and the new events. The film's row has to be locked, or new. */
export async function saveChange(tx: EntityManager, before: FilmRecord | null, change: FilmChange): Promise<void> {
  const { record: after, events } = change;
  const filmId = after.film.id;
  await saveFilm(tx, before, change);
  await removeBeyond(tx, before, after);
  await upsert(tx, filmSceneTable, { rows: changed(before?.scenes, after.scenes), keys: ['filmId', 'n'] });
  await upsert(tx, filmKeyframeTable, { rows: changed(before?.keyframes, after.keyframes), keys: ['filmId', 'index'] });
  await upsert(tx, filmAttemptTable, { rows: changed(before?.attempts, after.attempts), keys: ['filmId', 'id'] });
  const stages = changed(before?.cancelledStages, after.cancelledStages).map((stage) => ({
    filmId,
    stage,
    revision: after.film.revision,
  }));
  await upsert(tx, stageCancellationTable, { rows: stages, keys: ['filmId', 'stage'] });
  if (events.length === 0) return;
  const rows: FilmEventEntity[] = events.map((event) => ({ filmId, seq: event.seq, event }));
  await tx.insert(filmEventTable, rows as QueryDeepPartialEntity<FilmEventEntity>[]);
}

// By the clock of the database, as whoever looks for silent films does.
const HEARD_NOW = { heardAt: () => 'now()', resyncs: 0 };

async function saveFilm(tx: EntityManager, before: FilmRecord | null, { record, events }: FilmChange): Promise<void> {
  if (record.film === before?.film) return;
  const row = { ...record.film, ...(events.length > 0 && HEARD_NOW) };
  await tx.upsert(filmTable, row as QueryDeepPartialEntity<FilmEntity>, ['id']);
}

// A revision may have fewer scenes than the one before it.
async function removeBeyond(tx: EntityManager, before: FilmRecord | null, after: FilmRecord): Promise<void> {
  const filmId = after.film.id;
  if (before && before.scenes.length > after.scenes.length) {
    await tx.delete(filmSceneTable, { filmId, n: MoreThan(after.scenes.length) });
  }
  if (before && before.keyframes.length > after.keyframes.length) {
    await tx.delete(filmKeyframeTable, { filmId, index: MoreThanOrEqual(after.keyframes.length) });
  }
}

function changed<T>(before: readonly T[] = [], after: readonly T[]): T[] {
  const known = new Set(before);
  return after.filter((item) => !known.has(item));
}

interface Upsert<T> {
  rows: T[];
  keys: (keyof T & string)[];
}

async function upsert<T extends ObjectLiteral>(
  tx: EntityManager,
  table: EntitySchema<T>,
  { rows, keys }: Upsert<T>,
): Promise<void> {
  if (rows.length > 0) await tx.upsert(table, rows, keys);
}
