import type { FilmEvent } from '@shared/contracts/events';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { Studio } from '../assembly/studio';
import { type Cause, ClipCollection } from './clip-collection';

@EventHandlers()
export class FilmHandlers {
  constructor(
    private readonly clips: ClipCollection,
    private readonly studio: Studio,
  ) {}

  @On('storyboard.approved')
  async onStoryboardApproved(event: FilmEvent<'storyboard.approved'>, { tx }: EventContext): Promise<void> {
    await this.clips.approve(tx, toCause(event), event.data);
    this.studio.getReady(event.data);
  }

  @On('clip.ready')
  async onClipReady(event: FilmEvent<'clip.ready'>, { tx }: EventContext): Promise<void> {
    const { scene, artifact, facts } = event.data;
    await this.clips.settle(tx, toCause(event), { scene, artifact, facts, error: null });
  }

  @On('clip.failed')
  async onClipFailed(event: FilmEvent<'clip.failed'>, { tx }: EventContext): Promise<void> {
    const { scene, error } = event.data;
    await this.clips.settle(tx, toCause(event), { scene, artifact: null, facts: null, error });
  }

  @On('gate.opened')
  async onGateOpened(event: FilmEvent<'gate.opened'>, { tx }: EventContext): Promise<void> {
    if (event.data.gate === 'clips') await this.clips.openClipsGate(tx, toCause(event));
  }

  @On('film.recut-requested')
  async onRecutRequested(event: FilmEvent<'film.recut-requested'>, { tx }: EventContext): Promise<void> {
    const { take, cut: options } = event.data;
    await this.clips.recut(tx, toCause(event), { take, options });
  }

  @On('film.cancel-requested')
  async onCancelRequested(event: FilmEvent<'film.cancel-requested'>, { tx }: EventContext): Promise<void> {
    await this.clips.cancel(tx, toCause(event));
  }

  @On('film.deleted')
  async onFilmDeleted({ filmId, tenantId }: FilmEvent<'film.deleted'>, { tx }: EventContext): Promise<void> {
    await this.clips.forget(tx, { filmId, tenantId });
  }
}

function toCause({ id, filmId, tenantId, data }: FilmEvent & { data: { revision: number } }): Cause {
  return { filmId, tenantId, revision: data.revision, causedBy: id };
}
