import type { FilmEvent } from '@shared/contracts/events';
import { toErrorFacts } from '@shared/errors/app-error';
import { openAllotment } from '@shared/generation/allotment';
import { FilmWork } from '@shared/generation/film-work';
import { addUnits, moveUnit, saveBrief } from '@shared/generation/units';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { StoryboardApproval } from './approve-storyboard';
import { FilmEstimates } from './film-estimates';
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
