import type { Clock } from '@shared/clock/clock';
import type { Models } from '@shared/contracts/models';
import { buildFilmBudgetError } from './approve-storyboard';
import type { PlannerBrief } from './brief';
import { estimateAtLeast } from './estimate-film';

/** Turns an order away before anything is paid when no storyboard of it can fit its budget. */
export class FilmEstimates {
  constructor(
    private readonly models: Models,
    private readonly clock: Clock,
  ) {}

  findOverBudget({ spec, spentMicros: spent }: PlannerBrief) {
    const { keyframesMicros, clipsMicros } = estimateAtLeast(spec, this.models, this.clock.now());
    const spentMicros = spent.planner + spent.keyframer + spent.clipper;
    const estimateMicros = spentMicros + keyframesMicros + clipsMicros;
    const limitMicros = spec.budgetMicros;
    return estimateMicros > limitMicros ? buildFilmBudgetError({ spentMicros, estimateMicros, limitMicros }) : null;
  }
}
