import type { EntityManager } from 'typeorm';
import { filmAttemptTable } from './film-attempt.entity';
import { filmKeyframeTable } from './film-keyframe.entity';
import type { FilmRecord } from './film-record';
import { filmSceneTable } from './film-scene.entity';
import { type FilmEntity, filmTable } from './film.entity';
import { listColumns, type Table, withTimes } from './table';

type Row = FilmEntity & Omit<FilmRecord, 'film'>;

const SELECT = `SELECT ${listColumns(filmTable)},
  ${listRows(filmSceneTable, 'n')} AS scenes,
  ${listRows(filmKeyframeTable, '"index"')} AS keyframes,
  ${listRows(filmAttemptTable, 'id')} AS attempts,
  ARRAY(SELECT stage FROM stage_cancellations WHERE film_id = films.id AND revision = films.revision) AS "cancelledStages"
  FROM films`;

/** The films that `which` names, with all their parts, as of one moment: a view has to be what its last event left behind. */
export async function loadRecords(manager: EntityManager, which: string, values: unknown[]): Promise<FilmRecord[]> {
  const rows = await manager.query<Row[]>(`${SELECT} ${which}`, values);
  return rows.map(({ scenes, keyframes, attempts, cancelledStages, ...film }) => ({
    film,
    scenes: withTimes(filmSceneTable, scenes),
    keyframes: withTimes(filmKeyframeTable, keyframes),
    attempts: withTimes(filmAttemptTable, attempts),
    cancelledStages,
  }));
}

function listRows<T>(table: Table<T>, order: string): string {
  return `(SELECT coalesce(json_agg(part ORDER BY ${order}), '[]')
    FROM (SELECT ${listColumns(table)} FROM ${table.name} WHERE film_id = films.id) AS part)`;
}
