import type { FilmEvent } from '@shared/contracts/events';
import { openAllotment } from '@shared/generation/allotment';
import { FilmWork } from '@shared/generation/film-work';
import { addUnits, saveBrief, saveInput } from '@shared/generation/units';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { ClipPairs } from './clip-pairs';

@EventHandlers()
export class FilmHandlers {
  constructor(
    private readonly films: FilmWork,
    private readonly pairs: ClipPairs,
  ) {}

  @On('storyboard.approved')
  async onStoryboardApproved(event: FilmEvent<'storyboard.approved'>, { tx }: EventContext): Promise<void> {
    const { filmId, tenantId, data } = event;
    const film = { filmId, tenantId, revision: data.revision };
    if (!(await this.films.enter(tx, filmId))) return;
    await saveBrief(tx, film, data);
    await openAllotment(tx, filmId, data.revision, data.allotments.clipper);
    await addUnits(
      tx,
      film,
      'clip',
      data.scenes.map(({ n }) => n),
    );
    await this.pairs.goOn(tx, film, event.id);
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

  @On('film.cancel-requested')
  async onCancelRequested(
    { filmId, tenantId, data }: FilmEvent<'film.cancel-requested'>,
    { tx }: EventContext,
  ): Promise<void> {
    await this.films.cancel(tx, { filmId, tenantId, revision: data.revision });
  }

  private async onKeyframe(
    tx: EventContext['tx'],
    { id, filmId, tenantId, data }: FilmEvent<'keyframe.ready' | 'keyframe.failed'>,
    keyframe: Parameters<typeof saveInput>[2],
  ): Promise<void> {
    const film = { filmId, tenantId, revision: data.revision };
    if (!(await this.films.enter(tx, filmId))) return;
    await saveInput(tx, film, keyframe);
    await this.pairs.goOn(tx, film, id);
  }
}
