import { Server } from '@nestjs/microservices';
import type { EventBus, Subscription } from './event-bus';
import type { EventConsumer, EventHandler } from './event-consumer';

/** Nest's custom transport strategy over either bus: same handlers, same consumer, whoever carries the events. */
export class EventTransport extends Server {
  // The consumer decides what becomes of an error; Nest must neither log nor swallow it.
  override readonly propagatesEventHandlerErrors = true;
  private subscription: Subscription | null = null;

  constructor(
    private readonly bus: EventBus,
    private readonly consumer: EventConsumer,
  ) {
    super();
  }

  override listen(callback: (error?: unknown) => void): void {
    try {
      this.consumer.bind(this.messageHandlers as ReadonlyMap<string, EventHandler>);
      this.subscription = this.bus.subscribe(this.consumer);
      callback();
    } catch (error) {
      callback(error);
    }
  }

  override async close(): Promise<void> {
    await this.subscription?.stop();
  }

  override on(event: string): never {
    throw new TypeError(`The event transport has no events of its own: ${event}`);
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Nest's signature
  override unwrap<T>(): T {
    return this.bus as T;
  }
}
