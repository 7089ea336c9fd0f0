import type { EntityManager } from 'typeorm';
import type { EventData } from '@shared/contracts/events';
import { type KeyframeLayout, layOutKeyframes } from '@shared/contracts/keyframe-layout';
import { AppError } from '@shared/errors/app-error';
import { findBrief } from './units';

/** What the stages behind the planner were told of a film. */
export type ApprovedBrief = EventData<'storyboard.approved'>;

export async function loadApprovedBrief(
  tx: EntityManager,
  film: { filmId: string; revision: number },
): Promise<ApprovedBrief> {
  const brief = await findBrief<ApprovedBrief>(tx, film);
  if (brief) return brief;
  throw new AppError('INTERNAL', `film ${film.filmId} revision ${film.revision} was never approved here`, {
    retryable: false,
  });
}

export function layoutOf({ scenes }: ApprovedBrief): KeyframeLayout {
  return layOutKeyframes(scenes.map(({ transition }) => transition));
}
