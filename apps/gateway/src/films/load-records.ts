import { type EntityManager, In } from 'typeorm';
import { filmAttemptTable } from './film-attempt.entity';
import { filmKeyframeTable } from './film-keyframe.entity';
import type { FilmRecord } from './film-record';
import { filmSceneTable } from './film-scene.entity';
import type { FilmEntity } from './film.entity';
import { stageCancellationTable } from './stage-cancellation.entity';

/** The films with all their parts, in the order given. Call it where nothing can change between two reads. */
export async function loadRecords(tx: EntityManager, films: readonly FilmEntity[]): Promise<FilmRecord[]> {
  if (films.length === 0) return [];
  const where = { filmId: In(films.map(({ id }) => id)) };
  // One after the other: they share the transaction's connection.
  const scenes = byFilm(await tx.find(filmSceneTable, { where, order: { n: 'ASC' } }));
  const keyframes = byFilm(await tx.find(filmKeyframeTable, { where, order: { index: 'ASC' } }));
  const attempts = byFilm(await tx.find(filmAttemptTable, { where }));
  const stages = byFilm(await tx.find(stageCancellationTable, { where }));
  return films.map((film) => ({
    film,
    scenes: scenes.get(film.id) ?? [],
    keyframes: keyframes.get(film.id) ?? [],
    attempts: attempts.get(film.id) ?? [],
    cancelledStages: (stages.get(film.id) ?? [])
      .filter(({ revision }) => revision === film.revision)
      .map(({ stage }) => stage),
  }));
}

function byFilm<T extends { filmId: string }>(rows: T[]): Map<string, T[]> {
  return Map.groupBy(rows, ({ filmId }) => filmId);
}
