import type { Clock } from '@shared/clock/clock';
import { buildFilmBudgetError } from './approve-storyboard';
import type { PlannerBrief } from './brief';
import { estimateAtLeast } from './estimate-film';
import type { PlannerModels } from './planner-models';

/** Turns an order away before anything is paid when no storyboard of it can fit its budget. */
export class FilmEstimates {
  constructor(
    private readonly models: PlannerModels,
    private readonly clock: Clock,
  ) {}

  findOverBudget(brief: PlannerBrief) {
    const { spentMicros: spent } = brief;
    const spec = { ...brief.spec, sceneSeconds: this.models.sceneSecondsFor(brief) };
    const market = { models: this.models.of(brief), known: this.models.known, at: this.clock.now() };
    const { keyframesMicros, clipsMicros } = estimateAtLeast(spec, market);
    const spentMicros = spent.planner + spent.keyframer + spent.clipper;
    const estimateMicros = spentMicros + keyframesMicros + clipsMicros;
    const limitMicros = spec.budgetMicros;
    return estimateMicros > limitMicros ? buildFilmBudgetError({ spentMicros, estimateMicros, limitMicros }) : null;
  }
}
