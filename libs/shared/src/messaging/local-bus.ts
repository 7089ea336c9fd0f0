import { type FilmEvent, SERVICES, type ServiceName } from '@shared/contracts/events';
import { toAbortError } from '@shared/errors/abort-error';
import { AppError } from '@shared/errors/app-error';
import { EventBus, type EventSubscriber, type Subscription } from './event-bus';
import { LocalSubscription } from './local-subscription';

/**
 * Several services in one process. Durable because the outboxes are: an event counts as published when every service
 * has committed its effect. Until all that are expected have subscribed, publishing waits.
 */
export class LocalBus extends EventBus {
  private readonly subscriptions = new Map<ServiceName, LocalSubscription>();
  private changed = Promise.withResolvers<undefined>();
  private stopped = false;

  constructor(private readonly expected: readonly ServiceName[] = SERVICES) {
    super();
  }

  async start(): Promise<void> {
    this.stopped = false;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.announceChange();
    await Promise.all([...this.subscriptions.values()].map((subscription) => subscription.stop()));
  }

  async ready(): Promise<void> {
    if (this.stopped) throw new AppError('DEPENDENCY_UNAVAILABLE', 'The local bus is stopped');
  }

  async publish(events: readonly FilmEvent[], signal?: AbortSignal): Promise<void> {
    await this.waitForAll(signal);
    const films = Map.groupBy(events, (event) => event.filmId);
    // Each service goes through a film's events at its own pace: none waits for what they mean to another.
    const deliveries = [...films.values()].flatMap((ofFilm) =>
      [...this.subscriptions.values()].map((subscription) => subscription.deliver(ofFilm)),
    );
    await Promise.all(deliveries);
  }

  subscribe(subscriber: EventSubscriber): Subscription {
    if (this.subscriptions.has(subscriber.service)) throw new TypeError(`${subscriber.service} subscribed twice`);
    const subscription = new LocalSubscription(subscriber, () => {
      this.subscriptions.delete(subscriber.service);
      this.announceChange();
    });
    this.subscriptions.set(subscriber.service, subscription);
    this.announceChange();
    return subscription;
  }

  // The service's own row is all there is of it: nobody else watches inside one process.
  async deadLetter(): Promise<void> {
    return;
  }

  // An event published while a service is not there yet would never reach it.
  private async waitForAll(signal?: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<undefined>();
    const onAbort = (): void => {
      aborted.resolve(undefined);
    };
    signal?.addEventListener('abort', onAbort);
    try {
      while (!this.stopped && !this.expected.every((service) => this.subscriptions.has(service))) {
        if (signal?.aborted) throw toAbortError(signal);
        await Promise.race([this.changed.promise, aborted.promise]);
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
    await this.ready();
  }

  private announceChange(): void {
    this.changed.resolve(undefined);
    this.changed = Promise.withResolvers();
  }
}
