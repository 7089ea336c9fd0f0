import type { StreamEvent, StreamEventName } from '@shared/contracts/film-stream';
import { type FilmStatus, isFinal } from '@shared/contracts/film';
import type { FilmEntity } from './film.entity';
import type { FilmRecord } from './film-record';
import { throwOnIllegalTransition } from './film-state';

/** One visible step: the film after it, and the name under which the stream tells it. */
export interface FilmStep {
  name: StreamEventName;
  record: FilmRecord;
}

/** The film after a fact, and what its stream tells of it: nothing when the fact is old, double or has to wait. */
export interface FilmChange {
  record: FilmRecord;
  events: StreamEvent[];
}

export type FilmPatch = Partial<Omit<FilmEntity, 'id' | 'status' | 'finishedAt'>>;

export function patchFilm(record: FilmRecord, patch: FilmPatch): FilmRecord {
  return { ...record, film: { ...record.film, ...patch } };
}

/** The first fact of any stage sets a queued film running. */
export function beginFilm(record: FilmRecord): FilmRecord {
  return record.film.status === 'queued' ? moveFilm(record, 'running') : record;
}

// The only place that assigns a status. A film that ends forgets the facts that waited for others.
export function moveFilm(record: FilmRecord, to: FilmStatus, finishedAt: Date | null = null): FilmRecord {
  throwOnIllegalTransition(record.film.id, record.film.status, to);
  const parked = isFinal(to) ? [] : record.film.parked;
  return { ...record, film: { ...record.film, status: to, finishedAt, parked } };
}

/** The step in which a film ends; none while it is being cancelled, for then the stages decide its end. */
export function endFilm(record: FilmRecord, to: 'succeeded' | 'partial' | 'failed', at: Date): FilmStep[] {
  if (record.film.status === 'cancelling') return [];
  return [{ name: `film.${to}`, record: moveFilm(record, to, at) }];
}
