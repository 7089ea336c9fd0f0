import type { PlannedUnit } from '@shared/build-graph/plan-film';
import type { EventInput } from '@shared/contracts/events';
import type { UnitKind } from '@shared/contracts/unit';
import type { FilmRecord } from '../films/film-record';
import { buildOf } from './film-draft';
import { sumPrices } from './plan-view';

/** The film as the planner is told of it. `plan` is null when there is no storyboard to plan from. */
export function toBuildOrder(
  { film, attempts }: FilmRecord,
  plan: readonly PlannedUnit[] | null,
): EventInput<'film.revised'> {
  const { spec, storyboard, takes, notes, pins, models, openGates } = buildOf(film);
  const spentOn = (kind: UnitKind): number =>
    attempts
      .filter(({ unitKind }) => unitKind === kind)
      .reduce((sum, { heldMicros, capturedMicros }) => sum + heldMicros + capturedMicros, 0);
  return {
    ...{ revision: film.revision, spec, prompt: film.order.prompt, storyboard, takes, notes, pins, models, openGates },
    spentMicros: { planner: spentOn('storyboard'), keyframer: spentOn('keyframe'), clipper: spentOn('clip') },
    wantedMicros: plan && { keyframer: sumPrices(plan, 'keyframe'), clipper: sumPrices(plan, 'clip') },
  };
}
