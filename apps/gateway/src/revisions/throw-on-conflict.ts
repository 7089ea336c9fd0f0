import type { FilmStatus } from '@shared/contracts/film';
import { AppError } from '@shared/errors/app-error';
import type { FilmRecord } from '../films/film-record';

const OR = new Intl.ListFormat('en', { type: 'disjunction' });

/** CONFLICT, naming both, when somebody has changed the film since. */
export function throwOnStaleRevision({ film }: FilmRecord, expected: number | null): void {
  if (expected === null || expected === film.revision) return;
  const message = `Film ${film.id} is at revision ${film.revision}, and this change is for revision ${expected}`;
  throw new AppError('CONFLICT', message, { details: { revision: film.revision, expectedRevision: expected } });
}

export function throwOnStatus({ film }: FilmRecord, what: string, allowed: readonly FilmStatus[]): void {
  if (allowed.includes(film.status)) return;
  const rule = `only one that is ${OR.format(allowed)} can be ${what}`;
  throw new AppError('CONFLICT', `Film ${film.id} is ${film.status}, and ${rule}`, {
    details: { filmStatus: film.status },
  });
}
