import { applyDecorators, Catch, Controller, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EntityManager } from 'typeorm';
import type { EventName, FilmEvent } from '@shared/contracts/events';

/** What a handler gets beside the event: the transaction that also holds the event's inbox row. */
export class EventContext {
  constructor(readonly tx: EntityManager) {}
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
