import type { FilmEvent } from '@shared/contracts/events';
import { isFinal } from '@shared/contracts/film';
import { type EventContext, EventHandlers, On } from '@shared/messaging/event-handlers';
import { Outbox } from '@shared/messaging/outbox';
import type { FilmRecord } from './film-record';
import { FilmRepository } from './film.repository';
import { type FilmStep, moveFilm, patchFilm } from './film-steps';
import { tellSteps } from './tell-steps';

/** How often a film is asked for again before it is given up. */
export class GiveUpRule {
  constructor(readonly afterResyncs: number) {}
}

/** Ends a film when a service cannot take in a fact of it, however often it is said: nothing would ever follow from it. */
@EventHandlers()
export class GiveUpFilm {
  constructor(
    private readonly films: FilmRepository,
    private readonly outbox: Outbox,
    private readonly rule: GiveUpRule,
  ) {}

  @On('event.set-aside')
  async onSetAside(fact: FilmEvent<'event.set-aside'>, context: EventContext): Promise<void> {
    if (fact.data.times <= this.rule.afterResyncs) return;
    const told = { isEnded: false };
    const made = await this.films.hear(context, fact.filmId, (record) => {
      const steps = giveUpFilm(record, fact);
      told.isEnded = steps.length > 0;
      return tellSteps(record, steps, fact.occurredAt);
    });
    if (made === null || !told.isEnded) return;
    // For those stages that can still hear it: nothing more is bought, and what is in flight settles and is kept.
    const { id: filmId, tenantId, revision } = made.film;
    await this.outbox.add(context.tx, { name: 'film.cancel-requested', tenantId, filmId, data: { revision } });
  }
}

export function giveUpFilm(record: FilmRecord, { data, occurredAt }: FilmEvent<'event.set-aside'>): FilmStep[] {
  const { film } = record;
  if (isFinal(film.status) || data.revision < film.revision) return [];
  const { service, name, eventId, times } = data;
  const message = `The ${service} could not take in ${name}, which it was told ${times} times; its dead letter ${eventId} says why`;
  const error = { code: 'INTERNAL' as const, message, details: { service, event: name, eventId, times } };
  return [{ name: 'film.failed', record: moveFilm(patchFilm(record, { error }), 'failed', new Date(occurredAt)) }];
}
