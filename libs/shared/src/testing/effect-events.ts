import type { FilmEvent } from '@shared/contracts/events';
import { EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { Outbox } from '@shared/messaging/outbox';

/** Leaves one row per handled event, so that a doubled effect is seen. The event's message says how it goes wrong. */
@EventHandlers()
export class EffectEvents {
  private busy = 0;

  constructor(private readonly outbox: Outbox) {}

  @On('keyframe.failed')
  async onKeyframeFailed(event: FilmEvent<'keyframe.failed'>, { tx }: EventContext): Promise<void> {
    const { filmId, tenantId } = event;
    const { revision, index, error } = event.data;
    await tx.query('INSERT INTO effects (film_id, index) VALUES ($1, $2)', [filmId, index]);
    await this.outbox.add(tx, { name: 'clip.failed', tenantId, filmId, data: { revision, scene: index + 1, error } });
    if (error.message === 'throw') throw new Error('thrown on purpose');
    const [word, times] = error.message.split(' ');
    if (word === 'busy' && this.busy++ < Number(times)) throw Object.assign(new Error('serialize'), { code: '40001' });
  }
}
