import type { EntityManager } from 'typeorm';
import { type EventData, EVENTS } from '@shared/contracts/events';
import { AppError } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/films/film-ref';
import { findBrief } from '@shared/generation/films/units';

/** What the planner was told of a revision of a film. */
export type PlannerBrief = EventData<'film.revised'>;

export async function loadBrief(tx: EntityManager, film: Pick<FilmRef, 'filmId' | 'revision'>): Promise<PlannerBrief> {
  const brief = await findBrief(tx, film);
  // Parsed: one that was kept before there were revisions says less.
  if (brief) return EVENTS['film.revised'].schema.parse(brief);
  throw new AppError('INTERNAL', `film ${film.filmId} has an attempt and no order`, { retryable: false });
}
