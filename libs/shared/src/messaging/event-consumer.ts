import { setTimeout as wait } from 'node:timers/promises';
import { isObservable, lastValueFrom } from 'rxjs';
import type { DataSource, EntityManager } from 'typeorm';
import type { EventName, FilmEvent, ServiceName } from '@shared/contracts/events';
import { isDeadlock } from '@shared/database/is-deadlock';
import { lockFilm } from '@shared/database/lock-film';
import { together } from '@shared/database/together';
import { toAbortError } from '@shared/errors/abort-error';
import { messageOf } from '@shared/errors/message-of';
import { failpoint } from '@shared/failpoints/failpoint';
import type { Logger } from '@shared/telemetry/logger';
import { decideRedelivery, NO_TRIES } from './decide-redelivery';
import type { Arrival, DeadLetter, Delivery, EventBus, EventSubscriber } from './event-bus';
import { EventContext } from './event-handlers';
import { whileHandling } from './event-under-handling';
import type { Outbox } from './outbox';
import { throwOnBadHandlers } from './throw-on-bad-handlers';

export type EventHandler = ((event: FilmEvent, context: EventContext) => Promise<unknown>) & { next?: unknown };

export interface EventConsumerOptions {
  service: ServiceName;
  consumes: readonly EventName[];
  dataSource: DataSource;
  outbox: Outbox;
  bus: EventBus;
  logger: Logger;
}

/** After so many deadlocks a transaction that holds less has the better chance. */
const MOST_DEADLOCKS = 3;

/** Gives each event its effect once: inbox row and whatever the handler writes commit together or not at all. */
export class EventConsumer implements EventSubscriber {
  readonly service: ServiceName;
  private handlers: ReadonlyMap<string, EventHandler> = new Map();

  constructor(private readonly options: EventConsumerOptions) {
    this.service = options.service;
  }

  bind(handlers: ReadonlyMap<string, EventHandler>): void {
    throwOnBadHandlers(this.service, this.options.consumes, handlers);
    this.handlers = handlers;
  }

  async consume(arrivals: readonly Arrival[], delivery: Delivery): Promise<void> {
    const heard = arrivals.filter(({ event }) => this.isHeard(event));
    if (heard.length > 1 && (await this.takeInTogether(heard, delivery))) return;
    for (const arrival of heard) {
      await this.consumeOne(arrival, delivery);
      await delivery.beat();
    }
  }

  async setAside(letter: DeadLetter, delivery: Delivery, event: FilmEvent | null = null): Promise<void> {
    const { reason, origin, eventId, filmId } = letter;
    this.options.logger.error({ reason, origin, eventId, filmId }, 'message set aside');
    for (const step of [() => this.keep(letter, event), () => this.options.bus.deadLetter(letter)]) {
      while ((await this.tryUntilDecided(step, delivery, letter)) !== null);
    }
  }

  private isHeard(event: FilmEvent): boolean {
    if (event.name === 'film.resync-requested') return true;
    return this.handlers.has(event.name) && isFor(this.service, event);
  }

  // One commit for all. Where one of them cannot be taken in, none was: then each is tried by itself, and only that one waits.
  private async takeInTogether(arrivals: readonly Arrival[], delivery: Delivery): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.takeIn(arrivals.map(({ event }) => event));
        return true;
      } catch (error) {
        // A deadlock speaks against none of them: whoever it was with is done when they are tried again.
        const next = isDeadlock(error) && tries < MOST_DEADLOCKS ? 'together' : 'one by one';
        this.logSetback(error, arrivals, next);
        if (next === 'one by one') return false;
        if (delivery.signal.aborted) throw toAbortError(delivery.signal);
        await delivery.beat();
      }
    }
  }

  private async consumeOne({ event, origin }: Arrival, delivery: Delivery): Promise<void> {
    const failure = await this.tryUntilDecided(() => this.takeIn([event]), delivery, event);
    if (failure === null) return;
    const { id, filmId } = event;
    const letter = { reason: `handler failed: ${failure.message}`, origin, eventId: id, filmId };
    await this.setAside({ ...letter, headers: {}, body: Buffer.from(JSON.stringify(event)) }, delivery, event);
  }

  // Null when the work was done; the error when trying again is of no use.
  private async tryUntilDecided(work: () => Promise<void>, delivery: Delivery, facts: object): Promise<Error | null> {
    let tries = NO_TRIES;
    for (;;) {
      if (delivery.signal.aborted) throw toAbortError(delivery.signal);
      try {
        await work();
        return null;
      } catch (error) {
        const decision = decideRedelivery(error, tries);
        this.log(error, decision.kind, facts);
        if (decision.kind === 'set-aside') return error instanceof Error ? error : new Error(messageOf(error));
        tries = decision.tries;
        await pause(decision.waitMs, delivery.signal);
        await delivery.beat();
      }
    }
  }

  // In the same order for all: what they heard, the film, whatever the handlers write. So none waits for another in a circle there.
  private async takeIn(events: readonly FilmEvent[]): Promise<void> {
    await this.options.dataSource.transaction(async (tx) => {
      const [first, ...others] = events;
      const [news] = await together(
        keepNew(tx, events),
        first && others.length > 0 ? lockFilm(tx, first.filmId) : Promise.resolve(),
      );
      const context = new EventContext(tx);
      for (const event of news) {
        await failpoint('inbox.before-effect');
        await whileHandling(event, () => this.handle(event, context));
      }
      await context.finish();
      await failpoint('inbox.before-commit');
    });
    await failpoint('inbox.after-commit');
  }

  private async handle(event: FilmEvent, context: EventContext): Promise<void> {
    if (event.name === 'film.resync-requested') await this.options.outbox.restate(context.tx, event.filmId);
    const result = await this.handlers.get(event.name)?.(event, context);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  }

  private async keep(letter: DeadLetter, event: FilmEvent | null): Promise<void> {
    const { origin, reason, eventId, filmId, headers, body } = letter;
    await this.options.dataSource.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO dead_letters (origin, reason, event_id, film_id, headers, body)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
        [origin, reason, eventId, filmId, JSON.stringify(headers), body],
      );
      if (event !== null) await this.tellSetback(tx, event);
    });
  }

  // Counted, so that the film of an event that nobody will ever take in can be ended.
  private async tellSetback(
    tx: EntityManager,
    { id: eventId, name, filmId, tenantId, data }: FilmEvent,
  ): Promise<void> {
    if (!('revision' in data) || name === 'event.set-aside') return;
    const [row] = await tx.query<{ before: number }[]>(
      `SELECT count(*)::int AS before FROM outbox
       WHERE film_id = $1 AND name = 'event.set-aside' AND envelope #>> '{data,eventId}' = $2`,
      [filmId, eventId],
    );
    const times = (row?.before ?? 0) + 1;
    const setback = { revision: data.revision, service: this.service, name, eventId, times };
    await this.options.outbox.add(tx, { name: 'event.set-aside', tenantId, filmId, data: setback });
  }

  private logSetback(error: unknown, arrivals: readonly Arrival[], next: string): void {
    const [first] = arrivals;
    const facts = { error, next, filmId: first?.event.filmId, origin: first?.origin, events: arrivals.length };
    this.options.logger.warn(facts, 'events could not be taken in together');
  }

  private log(error: unknown, decision: string, facts: object): void {
    const { filmId, id, name } = facts as { filmId?: unknown; id?: unknown; name?: unknown };
    this.options.logger.warn({ error, decision, filmId, eventId: id, name }, 'message could not be taken in');
  }
}

// Those that were not heard before, each once, in their order.
async function keepNew(tx: EntityManager, events: readonly FilmEvent[]): Promise<FilmEvent[]> {
  const byId = new Map(events.map((event) => [event.id, event]));
  const sorted = [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  const rows = await tx.query<{ event_id: string }[]>(
    `INSERT INTO inbox (event_id, film_id, name) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
     ON CONFLICT DO NOTHING RETURNING event_id`,
    [sorted.map(({ id }) => id), sorted.map(({ filmId }) => filmId), sorted.map(({ name }) => name)],
  );
  const kept = new Set(rows.map(({ event_id: id }) => id));
  return [...byId.values()].filter(({ id }) => kept.has(id));
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => {
    throw toAbortError(signal);
  });
}

// What names its addressee in its data is for nobody else.
function isFor(service: ServiceName, { data }: FilmEvent): boolean {
  return !('addressee' in data) || data.addressee === undefined || data.addressee === service;
}
