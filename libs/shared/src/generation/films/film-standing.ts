import type { EntityManager } from 'typeorm';
import type { Unit } from '@shared/contracts/unit';
import type { FilmRef } from './film-ref';
import { FORGOTTEN } from './forget-film';

/** How far a stage has come with a film. */
export interface FilmStanding {
  /** The newest revision that was cancelled; 0 for none. */
  cancelled: number;
  /** The newest revision that this stage was told of; 0 for none. */
  newest: number;
}

export interface UnitNeed {
  /** A unit still waits for what comes of an attempt. */
  isWanted: boolean;
  /** The film is gone for good. */
  isForgotten: boolean;
}

export async function findStanding(tx: EntityManager, filmId: string): Promise<FilmStanding> {
  const [standing] = await tx.query<[FilmStanding]>(
    `SELECT coalesce((SELECT revision FROM cancelled_films WHERE film_id = $1), 0) AS cancelled,
       (SELECT coalesce(max(revision), 0) FROM briefs WHERE film_id = $1) AS newest`,
    [filmId],
  );
  return standing;
}

/** Whether what comes of an attempt at a unit may still make a difference. */
export async function findNeed(
  tx: EntityManager,
  { filmId, revision, unit }: FilmRef & { unit: Unit },
): Promise<UnitNeed> {
  const [need] = await tx.query<[UnitNeed]>(
    `SELECT EXISTS (SELECT 1 FROM units WHERE film_id = $1 AND revision = $2 AND kind = $3 AND n = $4 AND status = 'making') AS "isWanted",
       EXISTS (SELECT 1 FROM cancelled_films WHERE film_id = $1 AND revision = $5) AS "isForgotten"`,
    [filmId, revision, unit.kind, unit.n, FORGOTTEN],
  );
  return need;
}
