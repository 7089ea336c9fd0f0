import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { FilmEvent } from '@shared/contracts/events';
import { FilmUnits } from '@shared/generation/films/film-units';
import { FilmWork } from '@shared/generation/films/film-work';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';

@EventHandlers()
export class FilmHandlers {
  constructor(
    private readonly films: FilmWork,
    private readonly keyframes: FilmUnits,
  ) {}

  @On('storyboard.approved')
  async onStoryboardApproved(event: FilmEvent<'storyboard.approved'>, { tx }: EventContext): Promise<void> {
    const { id: causedBy, filmId, tenantId, data: brief } = event;
    const film = { filmId, tenantId, revision: brief.revision };
    await this.keyframes.approve(tx, film, { brief, limitMicros: brief.allotments.keyframer, causedBy });
  }

  @On('film.cancel-requested')
  async onCancelRequested(
    { filmId, tenantId, data }: FilmEvent<'film.cancel-requested'>,
    { tx }: EventContext,
  ): Promise<void> {
    await this.films.cancel(tx, { filmId, tenantId, revision: data.revision });
  }

  @On('film.deleted')
  async onDeleted(film: FilmEvent<'film.deleted'>, { tx }: EventContext): Promise<void> {
    await this.films.forget(tx, film, [artifactKeys.folder(film, 'keyframes')]);
  }
}
