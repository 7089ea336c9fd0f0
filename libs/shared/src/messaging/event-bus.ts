import type { FilmEvent, ServiceName } from '@shared/contracts/events';

/** An event as it comes from a bus. */
export interface Arrival {
  event: FilmEvent;
  /** Where the message lies, so that a person finds it again: topic/partition@offset, or the way inside the process. */
  origin: string;
}

/** One try to hand something over. */
export interface Delivery {
  /** Aborted when the subscription ends: whoever waits in a handler gives up, and the message comes again. */
  signal: AbortSignal;
  /** Tells the broker that we are alive; to be called between tries. Throws when the message is no longer ours. */
  beat(): Promise<void>;
}

/** A message that cannot have its effect, set aside with the reason so that those behind it go on. */
export interface DeadLetter {
  reason: string;
  origin: string;
  eventId: string | null;
  filmId: string | null;
  headers: Record<string, string>;
  body: Buffer | null;
}

/** So many commit together, whichever bus brings them; between two portions the broker hears that we are alive. */
export const MOST_ARRIVALS = 50;

/** One service as the bus sees it. */
export interface EventSubscriber {
  readonly service: ServiceName;
  /** Events of one film, in their order, at most `MOST_ARRIVALS`. Resolves when each has had its effect, had it before, means nothing here, or was set aside. */
  consume(arrivals: readonly Arrival[], delivery: Delivery): Promise<void>;
  setAside(letter: DeadLetter, delivery: Delivery): Promise<void>;
}

export interface Subscription {
  /** Resolves when no handler runs any more. */
  stop(): Promise<void>;
}

/** Carries facts between services: at least once, those of one film in the order in which they were published. */
export abstract class EventBus {
  /** Never waits for the broker: a service starts, answers and stops without one. */
  abstract start(): Promise<void>;
  abstract stop(): Promise<void>;

  /** Throws unless events can be published now. Cheap enough for a health probe. */
  abstract ready(): Promise<void>;

  /** Resolves when the bus has them for certain. When it throws, any part may have got through. */
  abstract publish(events: readonly FilmEvent[], signal?: AbortSignal): Promise<void>;

  /** Begins where the service stopped; a service that is new here begins with the first event there is. */
  abstract subscribe(subscriber: EventSubscriber): Subscription;

  /** Shows a dead letter to whoever watches the bus; the service keeps its own copy. */
  abstract deadLetter(letter: DeadLetter): Promise<void>;
}
