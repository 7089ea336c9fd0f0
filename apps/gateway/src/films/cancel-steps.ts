import { type FilmEvent, type ServiceName, SERVICES } from '@shared/contracts/events';
import type { FilmRecord } from './film-record';
import { type FilmStep, moveFilm } from './film-steps';

const STAGES = SERVICES.filter((service) => service !== 'gateway');

/** A user's wish to stop. Asking again is no second wish; what has ended otherwise cannot be cancelled (it throws). */
export function requestCancel(record: FilmRecord): FilmStep[] {
  const { status } = record.film;
  if (status === 'cancelling' || status === 'cancelled') return [];
  return [{ name: 'film.cancelling', record: moveFilm(record, 'cancelling') }];
}

/** The stage is remembered whatever the film's status; the last one ends a film that is being cancelled. */
export function rememberStage(record: FilmRecord, stage: ServiceName): FilmRecord {
  if (record.cancelledStages.includes(stage)) return record;
  return { ...record, cancelledStages: [...record.cancelledStages, stage] };
}

export function stageCancelled(record: FilmRecord, fact: FilmEvent<'stage.cancelled'>): FilmStep[] {
  const isLast = STAGES.every((stage) => record.cancelledStages.includes(stage));
  if (!isLast || record.film.status !== 'cancelling') return [];
  return [{ name: 'film.cancelled', record: moveFilm(record, 'cancelled', new Date(fact.occurredAt)) }];
}
