import { type FilmStatus, isFinal } from '@shared/contracts/film';
import { AppError } from '@shared/errors/app-error';
import type { FilmRecord } from '../films/film-record';

/** CONFLICT, naming both, when somebody has changed the film since. */
export function throwOnStaleRevision({ film }: FilmRecord, expected: number | null): void {
  if (expected === null || expected === film.revision) return;
  const message = `Film ${film.id} is at revision ${film.revision}, and this change is for revision ${expected}`;
  throw new AppError('CONFLICT', message, { details: { revision: film.revision, expectedRevision: expected } });
}

export function throwOnStatus({ film }: FilmRecord, what: string, allowed: readonly FilmStatus[]): void {
  if (allowed.includes(film.status)) return;
  const hint = isFinal(film.status) || film.status === 'cancelling' ? '' : '; cancel it or wait for it';
  throw new AppError('CONFLICT', `Film ${film.id} is ${film.status} and cannot be ${what}${hint}`, {
    details: { filmStatus: film.status },
  });
}
