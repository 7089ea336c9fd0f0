import type { FilmEvent } from '@shared/contracts/events';
import { toAbortError } from '@shared/errors/abort-error';
import { AppError } from '@shared/errors/app-error';
import { type Arrival, type EventSubscriber, MOST_ARRIVALS, type Subscription } from './event-bus';

/** Keeps count of what is being handled, so that stopping can wait for it. */
export class LocalSubscription implements Subscription {
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly subscriber: EventSubscriber,
    private readonly onStop: () => void,
  ) {}

  /** Events of one film, in their order. Rejects with CANCELLED where the subscription ends before all have had their effect. */
  async deliver(events: readonly FilmEvent[]): Promise<void> {
    const handling = this.consumeInPortions(events.map(toArrival));
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

  private async consumeInPortions(arrivals: readonly Arrival[]): Promise<void> {
    const { signal } = this.stopping;
    for (let next = 0; next < arrivals.length; next += MOST_ARRIVALS) {
      if (signal.aborted) throw toAbortError(signal);
      const portion = arrivals.slice(next, next + MOST_ARRIVALS);
      await this.subscriber.consume(portion, { signal, beat: () => Promise.resolve() });
    }
  }
}

function toArrival(event: FilmEvent): Arrival {
  return { event, origin: `local/${event.source}@${event.id}` };
}
