import type { DataSource, EntityManager } from 'typeorm';
import { isTransientError } from '@shared/database/is-transient-error';
import { lockFilm } from '@shared/database/lock-film';
import { together } from '@shared/database/together';
import { failpoint } from '@shared/failpoints/failpoint';
import type { Attempt } from '../attempts/attempt';
import { OPEN_STATUSES } from '../attempts/attempt-state';
import type { FilmWork } from '../films/film-work';
import { type Handover, leaseEndsAt, type Leased } from '../steps/handover';
import { throughOutages } from './through-outages';

/** An attempt that was moved on, and what was leased with it. */
export interface Step {
  moved: Attempt;
  leased: readonly Attempt[];
}

export interface FilmTurnsParts {
  db: DataSource;
  films: FilmWork;
  handover: Handover;
}

type Change<T> = (tx: EntityManager) => Promise<T>;

interface TurnOptions {
  /** It takes the lock of a pool, which others may not wait for behind it. */
  isLast?: boolean;
}

interface Turn extends Required<TurnOptions> {
  attempt: Attempt;
  change: Change<Attempt>;
  done: PromiseWithResolvers<void>;
}

/**
 * What is written of one film's attempts, one after the other, in transactions that are tried again through an outage. What is to be
 * written while another turn of this film is being written goes into the next one together: it would only wait for the film's lock.
 */
export class FilmTurns {
  /** By film, for each that is being written. */
  private readonly waiting = new Map<string, Turn[]>();

  constructor(private readonly parts: FilmTurnsParts) {}

  /** Whatever ends under the film's lock is seen by a cancel as a whole, and the last end of a cancelled film says so. */
  async inTurn(attempt: Attempt, change: Change<Attempt>, { isLast = false }: TurnOptions = {}): Promise<void> {
    const turn: Turn = { attempt, change, isLast, done: Promise.withResolvers() };
    const waiting = this.waiting.get(attempt.filmId);
    if (waiting) waiting.push(turn);
    else void this.writeAll(attempt.filmId, turn);
    await turn.done.promise;
    await failpoint('settle.after-commit');
  }

  /** The same, and the worker goes on with what was leased, once that is committed. */
  async goOn(attempt: Attempt, change: Change<Step>, options?: TurnOptions): Promise<void> {
    let leased: Leased = { attempts: [], until: 0 };
    const goOn = async (tx: EntityManager): Promise<Attempt> => {
      const until = leaseEndsAt();
      const step = await change(tx);
      leased = { attempts: step.leased, until };
      return step.moved;
    };
    await this.inTurn(attempt, goOn, options);
    this.parts.handover.pass(leased);
  }

  private async writeAll(filmId: string, first: Turn): Promise<void> {
    const waiting = [first];
    this.waiting.set(filmId, waiting);
    while (waiting.length > 0) {
      const last = waiting.findIndex(({ isLast }) => isLast);
      await this.writeTogether(waiting.splice(0, last < 0 ? waiting.length : last + 1));
    }
    this.waiting.delete(filmId);
  }

  // Where one of them cannot be written, none was: then each is tried by itself, and only that one fails. An outage is one for all.
  private async writeTogether(turns: readonly Turn[]): Promise<void> {
    try {
      await throughOutages(() => this.parts.db.transaction((tx) => this.write(tx, turns)));
      for (const { done } of turns) done.resolve();
    } catch (error) {
      const isForAll = turns.length === 1 || isTransientError(error);
      if (isForAll) for (const { done } of turns) done.reject(error);
      else for (const turn of turns) await this.writeTogether([turn]);
    }
  }

  private async write(tx: EntityManager, turns: readonly Turn[]): Promise<void> {
    const { films } = this.parts;
    for (const { attempt, change } of turns) {
      const [, moved] = await together(lockFilm(tx, attempt.filmId), change(tx));
      if (moved.cancelRequested && !isOpen(moved)) await films.stateWhenNothingIsLeft(tx, attempt);
      if (!isOpen(moved)) await failpoint('settle.before-commit');
    }
  }
}

function isOpen({ status }: Attempt): boolean {
  return OPEN_STATUSES.some((open) => open === status);
}
