import { FILM_STATUSES, type FilmStatus } from '@shared/contracts/film';
import { AppError } from '@shared/errors/app-error';

export const FIRST_FILM_STATUS: FilmStatus = 'queued';

/**
 * What may follow what. Only facts and the user's wishes move a film; no worker owns it, so a crash leaves nothing to do: the next
 * fact, or a resync of a silent film, moves it on. Final ones stay as they are until their user asks for another revision.
 */
export const FILM_TRANSITIONS: Record<FilmStatus, readonly FilmStatus[]> = {
  /** Nobody has begun. Entered by `POST /v1/films` and by every revision; left with the first fact of any stage. */
  queued: ['running', 'cancelling', 'failed'],
  /** Some unit is being made. */
  running: ['waiting', 'cancelling', 'succeeded', 'partial', 'failed', 'queued'],
  /** At a gate that has closed, until somebody decides. */
  waiting: ['running', 'cancelling', 'failed', 'queued'],
  /** Nothing new is bought, what is in flight settles. Entered by `POST …/cancel`, left with the last `stage.cancelled`. */
  cancelling: ['cancelled', 'failed'],
  /** The film is whole: `cut.ready` without gaps. Final. */
  succeeded: ['queued'],
  /** The film is there, scenes are missing: `cut.ready` with gaps. Final. */
  partial: ['queued'],
  /** There is no film: `storyboard.failed`, `cut.failed`, or `event.set-aside` once too often. Final. */
  failed: ['queued'],
  /** Every stage has let go of it. Final. */
  cancelled: ['queued'],
};

export function throwOnIllegalTransition(filmId: string, from: FilmStatus, to: FilmStatus): void {
  if (FILM_TRANSITIONS[from].includes(to)) return;
  throw new AppError('ILLEGAL_TRANSITION', `Film ${filmId} is ${from} and cannot become ${to}`, {
    details: { from, to, filmId },
  });
}

/** Statuses that a list can ask for: each of its own, and the three words of requirement A4. */
export const STATUS_GROUPS: Record<string, readonly FilmStatus[]> = {
  ...Object.fromEntries(FILM_STATUSES.map((status) => [status, [status]])),
  pending: ['queued', 'running', 'waiting', 'cancelling'],
  complete: ['succeeded', 'partial'],
};
