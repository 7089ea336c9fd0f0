import { applyDecorators, Catch, Controller, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EntityManager } from 'typeorm';
import type { EventName, FilmEvent } from '@shared/contracts/events';

/** What a handler gets beside the event: the transaction that also holds the inbox rows of all events that came together. */
export class EventContext {
  private readonly deferred: (() => Promise<void>)[] = [];

  constructor(readonly tx: EntityManager) {}

  /** Done once all events that came together have been handled: what they change is written once for all of them. */
  beforeCommit(work: () => Promise<void>): void {
    this.deferred.push(work);
  }

  async finish(): Promise<void> {
    for (const work of this.deferred) await work();
  }
}

type Handler<N extends EventName> = (event: FilmEvent<N>, context: EventContext) => Promise<void>;

// Nest would turn any error into "Internal server error" before the consumer could judge it.
@Catch()
class RethrowFilter implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}

/** A class whose methods take events: `@On('clip.ready') async onClipReady(event: FilmEvent<'clip.ready'>, { tx }: EventContext)`. */
export function EventHandlers(): ClassDecorator {
  return applyDecorators(Controller(), UseFilters(RethrowFilter));
}

/** `@EventPattern` with the catalogue's names; gives the method the event and its context. */
export function On<N extends EventName>(name: N) {
  return (target: object, key: string, descriptor: TypedPropertyDescriptor<Handler<N>>): void => {
    EventPattern([name])(target, key, descriptor);
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
  };
}
