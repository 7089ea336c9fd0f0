import type { FilmEvent } from '@shared/contracts/events';
import type { Clock } from '@shared/clock/clock';
import { toErrorFacts } from '@shared/errors/app-error';
import { openAllotment } from '@shared/generation/allotment';
import { FilmWork } from '@shared/generation/film-work';
import { addUnits, moveUnit, saveBrief } from '@shared/generation/units';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { buildBudgetError, StoryboardApproval } from './approve-storyboard';
import { estimateAtLeast, type Models } from './estimate-film';
import { GivenStoryboards } from './given-storyboards';

@EventHandlers()
export class OrderHandlers {
  constructor(
    private readonly films: FilmWork,
    private readonly approval: StoryboardApproval,
    private readonly given: GivenStoryboards,
    private readonly estimates: FilmEstimates,
  ) {}

  @On('film.ordered')
  async onFilmOrdered(event: FilmEvent<'film.ordered'>, { tx }: EventContext): Promise<void> {
    const { filmId, tenantId, data } = event;
    const film = { filmId, tenantId, revision: data.revision };
    const unit = { kind: 'storyboard', n: 0 } as const;
    if (!(await this.films.enter(tx, filmId))) return;
    await saveBrief(tx, film, data);
    await addUnits(tx, film, 'storyboard', [0]);
    const error = this.estimates.findOverBudget(data.spec);
    if (error) {
      await moveUnit(tx, { ...film, unit }, ['waiting', 'failed'], { error: toErrorFacts(error) });
      await this.approval.fail(tx, film, toErrorFacts(error));
      return;
    }
    await openAllotment(tx, filmId, data.revision, data.spec.budgetMicros);
    if (data.storyboard) await this.given.announce(tx);
    else await this.films.takeUp(tx, { ...film, unit, causedBy: event.id });
  }

  @On('film.cancel-requested')
  async onCancelRequested(
    { filmId, tenantId, data }: FilmEvent<'film.cancel-requested'>,
    { tx }: EventContext,
  ): Promise<void> {
    await this.films.cancel(tx, { filmId, tenantId, revision: data.revision });
  }
}

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
