import type { EntityManager } from 'typeorm';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import type { FilmEvent } from '@shared/contracts/events';
import { FilmWork } from '@shared/generation/films/film-work';
import { openGate } from '@shared/generation/films/gates';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { StoryboardApproval } from './approve-storyboard';
import { StoryboardOrders } from './storyboard-orders';

@EventHandlers()
export class OrderHandlers {
  constructor(
    private readonly films: FilmWork,
    private readonly orders: StoryboardOrders,
    private readonly approval: StoryboardApproval,
  ) {}

  @On('film.ordered')
  async onFilmOrdered(event: FilmEvent<'film.ordered'>, { tx }: EventContext): Promise<void> {
    await this.takeOrder(tx, event);
  }

  @On('film.revised')
  async onFilmRevised(event: FilmEvent<'film.revised'>, { tx }: EventContext): Promise<void> {
    await this.takeOrder(tx, event);
  }

  @On('gate.opened')
  async onGateOpened(event: FilmEvent<'gate.opened'>, { tx }: EventContext): Promise<void> {
    const film = toFilm(event);
    if (!(await this.films.enter(tx, film))) return;
    await openGate(tx, film, event.data.gate);
    if (event.data.gate === 'storyboard') await this.approval.approveDraft(tx, film);
  }

  @On('film.cancel-requested')
  async onCancelRequested(event: FilmEvent<'film.cancel-requested'>, { tx }: EventContext): Promise<void> {
    await this.films.cancel(tx, toFilm(event));
  }

  @On('film.deleted')
  async onDeleted(film: FilmEvent<'film.deleted'>, { tx }: EventContext): Promise<void> {
    const folders = (['storyboard', 'orders', 'images'] as const).map((folder) => artifactKeys.folder(film, folder));
    await this.films.forget(tx, film, folders);
    for (const table of ['image_tasks', 'softenings']) {
      await tx.query(`DELETE FROM ${table} WHERE film_id = $1`, [film.filmId]);
    }
  }

  private async takeOrder(tx: EntityManager, event: FilmEvent<'film.ordered' | 'film.revised'>): Promise<void> {
    await this.orders.take(tx, toFilm(event), { brief: event.data, causedBy: event.id });
  }
}

function toFilm({ filmId, tenantId, data }: FilmEvent & { data: { revision: number } }) {
  return { filmId, tenantId, revision: data.revision };
}
