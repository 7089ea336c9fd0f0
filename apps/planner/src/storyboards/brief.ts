import type { EntityManager } from 'typeorm';
import { describeStoryboard, type StoryboardInputs } from '@shared/build-graph/describe-storyboard';
import { type EventData, EVENTS } from '@shared/contracts/events';
import { AppError } from '@shared/errors/app-error';
import type { FilmRef } from '@shared/generation/film-ref';
import { findBrief } from '@shared/generation/units';
import type { PlannerModels } from './planner-models';

/** What the planner was told of a revision of a film. */
export type PlannerBrief = EventData<'film.revised'>;

export async function loadBrief(tx: EntityManager, film: Pick<FilmRef, 'filmId' | 'revision'>): Promise<PlannerBrief> {
  const brief = await findBrief(tx, film);
  // Parsed: one that was kept before there were revisions says less.
  if (brief) return EVENTS['film.revised'].schema.parse(brief);
  throw new AppError('INTERNAL', `film ${film.filmId} has an attempt and no order`, { retryable: false });
}

export function storyboardInputsOf(brief: PlannerBrief, models: PlannerModels): StoryboardInputs {
  const { prompt, takes, notes } = brief;
  const model = models.writerOf(brief);
  const lengths = models.lengthsFor(brief);
  const spec = { ...brief.spec, sceneSeconds: models.sceneSecondsFor(brief) };
  if (prompt === null) throw new AppError('INTERNAL', 'the film has no prompt to plan from', { retryable: false });
  return describeStoryboard({ prompt, spec, model, lengths, takes, notes }).inputs;
}
