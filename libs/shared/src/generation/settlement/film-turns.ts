import type { DataSource, EntityManager } from 'typeorm';
import { lockFilm } from '@shared/database/lock-film';
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

/** What is written of one film's attempts, one after the other, each in one transaction that is tried again through an outage. */
export class FilmTurns {
  constructor(private readonly parts: FilmTurnsParts) {}

  /** Whatever ends under the film's lock is seen by a cancel as a whole, and the last end of a cancelled film says so. */
  async inTurn(attempt: Attempt, change: (tx: EntityManager) => Promise<Attempt>): Promise<void> {
    const { db, films } = this.parts;
    const write = async (tx: EntityManager): Promise<void> => {
      await lockFilm(tx, attempt.filmId);
      const moved = await change(tx);
      if (moved.cancelRequested && !isOpen(moved)) await films.stateWhenNothingIsLeft(tx, attempt);
      if (!isOpen(moved)) await failpoint('settle.before-commit');
    };
    await throughOutages(() => db.transaction(write));
    await failpoint('settle.after-commit');
  }

  /** The same, and the worker goes on with what was leased, once that is committed. */
  async goOn(attempt: Attempt, change: (tx: EntityManager) => Promise<Step>): Promise<void> {
    let leased: Leased = { attempts: [], until: 0 };
    await this.inTurn(attempt, async (tx) => {
      const until = leaseEndsAt();
      const step = await change(tx);
      leased = { attempts: step.leased, until };
      return step.moved;
    });
    this.parts.handover.pass(leased);
  }
}

function isOpen({ status }: Attempt): boolean {
  return OPEN_STATUSES.some((open) => open === status);
}
