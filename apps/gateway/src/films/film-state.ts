import { FILM_STATUSES, type FilmStatus } from '@shared/contracts/film';
import { AppError } from '@shared/errors/app-error';

interface StatusFacts {
  meaning: string;
  entered: string;
  afterCrash: string;
}

const RESUMES = 'Nothing to do: the next fact, or a resync of a silent film, moves it on';
const STAYS = 'Final: stays as it is until its user asks for another revision';

/** What each status of a film promises. Only facts and the user's cancel move it; no worker owns it. */
export const FILM_STATUS_FACTS: Record<FilmStatus, StatusFacts> = {
  queued: { meaning: 'Ordered, nobody has begun', entered: 'POST /v1/films, and every revision', afterCrash: RESUMES },
  running: { meaning: 'Some unit is being made', entered: 'first fact of any stage', afterCrash: RESUMES },
  waiting: { meaning: 'At a gate, until somebody decides', entered: 'a gate that closes', afterCrash: RESUMES },
  cancelling: {
    meaning: 'Nothing new is bought, what is in flight settles',
    entered: 'POST …/cancel',
    afterCrash: RESUMES,
  },
  succeeded: { meaning: 'The film is whole', entered: 'cut.ready without gaps', afterCrash: STAYS },
  partial: { meaning: 'The film is there, scenes are missing', entered: 'cut.ready with gaps', afterCrash: STAYS },
  failed: {
    meaning: 'There is no film',
    entered: 'storyboard.failed, cut.failed, or event.set-aside once too often',
    afterCrash: STAYS,
  },
  cancelled: { meaning: 'Every stage has let go of it', entered: 'the last stage.cancelled', afterCrash: STAYS },
};

export const FIRST_FILM_STATUS: FilmStatus = 'queued';

export const FILM_TRANSITIONS: Record<FilmStatus, readonly FilmStatus[]> = {
  queued: ['running', 'cancelling', 'failed'],
  running: ['waiting', 'cancelling', 'succeeded', 'partial', 'failed', 'queued'],
  waiting: ['running', 'cancelling', 'failed', 'queued'],
  cancelling: ['cancelled', 'failed'],
  // back to queued: its user has asked for the next revision
  succeeded: ['queued'],
  partial: ['queued'],
  failed: ['queued'],
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
