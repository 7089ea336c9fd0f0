import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { FilmEvent } from '@shared/contracts/events';
import { together } from '@shared/database/together';
import { FilmUnits } from '@shared/generation/films/film-units';
import { FilmWork } from '@shared/generation/films/film-work';
import { openGate } from '@shared/generation/films/gates';
import { type Input, saveInput } from '@shared/generation/films/units';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';

@EventHandlers()
export class FilmHandlers {
  constructor(
    private readonly films: FilmWork,
    private readonly clips: FilmUnits,
  ) {}

  @On('storyboard.approved')
  async onStoryboardApproved(event: FilmEvent<'storyboard.approved'>, { tx }: EventContext): Promise<void> {
    const { id: causedBy, filmId, tenantId, data: brief } = event;
    const film = { filmId, tenantId, revision: brief.revision };
    await this.clips.approve(tx, film, { brief, limitMicros: brief.allotments.clipper, causedBy });
  }

  @On('keyframe.ready')
  async onKeyframeReady(event: FilmEvent<'keyframe.ready'>, { tx }: EventContext): Promise<void> {
    const { index, artifact } = event.data;
    await this.onKeyframe(tx, event, { n: index, artifact, error: null });
  }

  @On('keyframe.failed')
  async onKeyframeFailed(event: FilmEvent<'keyframe.failed'>, { tx }: EventContext): Promise<void> {
    const { index, error } = event.data;
    await this.onKeyframe(tx, event, { n: index, artifact: null, error });
  }

  @On('gate.opened')
  async onGateOpened(event: FilmEvent<'gate.opened'>, { tx }: EventContext): Promise<void> {
    const film = toFilm(event);
    if (!(await this.films.enter(tx, film))) return;
    await openGate(tx, film, event.data.gate);
    await this.clips.goOn(tx, film, event.id);
  }

  @On('film.cancel-requested')
  async onCancelRequested(event: FilmEvent<'film.cancel-requested'>, { tx }: EventContext): Promise<void> {
    await this.films.cancel(tx, toFilm(event));
  }

  @On('film.deleted')
  async onDeleted(film: FilmEvent<'film.deleted'>, { tx }: EventContext): Promise<void> {
    await this.films.forget(tx, film, [artifactKeys.folder(film, 'clips')]);
  }

  private async onKeyframe(
    tx: EventContext['tx'],
    event: FilmEvent<'keyframe.ready' | 'keyframe.failed'>,
    keyframe: Input,
  ): Promise<void> {
    const film = toFilm(event);
    if (!(await this.films.enter(tx, film))) return;
    await together(saveInput(tx, film, keyframe), this.clips.goOn(tx, film, event.id));
  }
}

function toFilm({ filmId, tenantId, data }: FilmEvent & { data: { revision: number } }) {
  return { filmId, tenantId, revision: data.revision };
}
