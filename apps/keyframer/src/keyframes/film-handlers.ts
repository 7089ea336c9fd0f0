import type { FilmEvent } from '@shared/contracts/events';
import { openAllotment } from '@shared/generation/allotment';
import { layoutOf } from '@shared/generation/brief';
import { FilmWork } from '@shared/generation/film-work';
import { addUnits, saveBrief } from '@shared/generation/units';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { KeyframeChains } from './keyframe-chains';

@EventHandlers()
export class FilmHandlers {
  constructor(
    private readonly films: FilmWork,
    private readonly chains: KeyframeChains,
  ) {}

  @On('storyboard.approved')
  async onStoryboardApproved(event: FilmEvent<'storyboard.approved'>, { tx }: EventContext): Promise<void> {
    const { filmId, tenantId, data } = event;
    const film = { filmId, tenantId, revision: data.revision };
    if (!(await this.films.enter(tx, filmId))) return;
    await saveBrief(tx, film, data);
    await openAllotment(tx, filmId, data.revision, data.allotments.keyframer);
    const { keyframes } = layoutOf(data);
    await addUnits(
      tx,
      film,
      'keyframe',
      keyframes.map(({ index }) => index),
    );
    await this.chains.goOn(tx, { ...film, causedBy: event.id });
  }

  @On('film.cancel-requested')
  async onCancelRequested(
    { filmId, tenantId, data }: FilmEvent<'film.cancel-requested'>,
    { tx }: EventContext,
  ): Promise<void> {
    await this.films.cancel(tx, { filmId, tenantId, revision: data.revision });
  }
}
