import type { Clock } from '@shared/clock/clock';
import type { FilmEvent } from '@shared/contracts/events';
import { buildBudgetError } from './approve-storyboard';
import { estimateAtLeast, type Models } from './estimate-film';

/** Turns an order away before anything is paid when no storyboard of it can fit its budget. */
export class FilmEstimates {
  constructor(
    private readonly models: Models,
    private readonly clock: Clock,
  ) {}

  findOverBudget(spec: FilmEvent<'film.ordered'>['data']['spec']) {
    const { keyframesMicros, clipsMicros } = estimateAtLeast(spec, this.models, this.clock.now());
    const estimateMicros = keyframesMicros + clipsMicros;
    const limitMicros = spec.budgetMicros;
    return estimateMicros > limitMicros ? buildBudgetError({ spentMicros: 0, estimateMicros, limitMicros }) : null;
  }
}
