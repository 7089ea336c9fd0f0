import type { FilmEvent } from '@shared/contracts/events';
import { AppError } from '@shared/errors/app-error';
import type { Arrival, EventSubscriber, Subscription } from './event-bus';

/** Keeps count of what is being handled, so that stopping can wait for it. */
export class LocalSubscription implements Subscription {
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly subscriber: EventSubscriber,
    private readonly onStop: () => void,
  ) {}

  async deliver(events: readonly FilmEvent[]): Promise<void> {
    const { signal } = this.stopping;
    const handling = this.subscriber.consume(events.map(toArrival), { signal, beat: () => Promise.resolve() });
    this.underWay.add(handling);
    try {
      await handling;
    } finally {
      this.underWay.delete(handling);
    }
  }

  async stop(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.onStop();
    this.stopping.abort(new AppError('CANCELLED', `${this.subscriber.service} stops`));
    await Promise.allSettled(this.underWay);
  }
}

function toArrival(event: FilmEvent): Arrival {
  return { event, origin: `local/${event.source}@${event.id}` };
}
