import type { DataSource } from 'typeorm';
import type { Doorbell } from '@shared/database/doorbell';
import { LeaseLostError } from '@shared/database/lease';
import { failpoint } from '@shared/failpoints/failpoint';
import type { Logger } from '@shared/telemetry/logger';
import type { Cut } from './cut';
import { listClips } from './cut-clips';
import { CUT_BELL, type CutLeases } from './cut-leases';
import type { CutStatements, FinishedCut } from './cut-statements';
import type { CutRepository } from './cut.repository';
import type { CuttingRoom } from './cutting-room';
import { decideAfterFailure, type FailureDecision } from './decide-after-failure';

export interface CutStepsParts {
  db: DataSource;
  cuts: CutRepository;
  leases: CutLeases;
  statements: CutStatements;
  room: CuttingRoom;
  doorbell: Doorbell;
  logger: Logger;
}

export interface CutSignals {
  /** The cut is cancelled, or another worker holds it. */
  leaseLost: AbortSignal;
  stopping: AbortSignal;
}

/** What a worker does with a cut: takes it, makes the film, records what came of it. */
export class CutSteps {
  constructor(private readonly parts: CutStepsParts) {}

  /** Leases due cuts and states that they are begun; says of cancelled ones whose worker is gone that nothing is in hand. */
  async claim(owner: string, limit: number): Promise<Cut[]> {
    const { db, leases, statements } = this.parts;
    return db.transaction(async (tx) => {
      for (const left of await leases.sweepCancelled(tx)) await statements.cancelled(tx, left);
      const cuts = limit > 0 ? await leases.claim(tx, owner, limit) : [];
      for (const cut of cuts) await statements.started(tx, cut);
      return cuts;
    });
  }

  /** Ends with the lease given back. Throws when that could not be written: the lease then runs out. */
  async run(cut: Cut, { leaseLost, stopping }: CutSignals): Promise<void> {
    try {
      await this.makeFilm(cut, AbortSignal.any([leaseLost, stopping]));
    } catch (error) {
      if (leaseLost.aborted || error instanceof LeaseLostError) await this.leave(cut);
      else await this.record(cut, stopping.aborted ? 'hand-back' : decideAfterFailure(error, cut.tries));
    }
  }

  private async makeFilm(cut: Cut, signal: AbortSignal): Promise<void> {
    const { db, room, logger } = this.parts;
    const begun = performance.now();
    const clips = (await listClips(db.manager, cut)).flatMap(({ artifact }) => artifact ?? []);
    const finished = await room.stitch(cut, clips, signal);
    await failpoint('cut.after-upload');
    await this.recordReady(cut, finished);
    await failpoint('cut.after-commit');
    const { filmId, revision, gaps } = cut;
    const tookMs = Math.round(performance.now() - begun);
    logger.info({ filmId, revision, clips: clips.length, gaps: gaps.length, tookMs }, 'cut ready');
  }

  private async recordReady(cut: Cut, finished: FinishedCut): Promise<void> {
    const { db, cuts, statements, room } = this.parts;
    try {
      await db.transaction(async (tx) => {
        await cuts.move(tx, cut, 'ready', finished);
        await statements.ready(tx, cut, finished);
      });
    } catch (error) {
      // Only then is it certain that nobody was told of these artifacts: a broken connection may have committed.
      if (error instanceof LeaseLostError) await room.discard(cut);
      throw error;
    }
  }

  private async record(cut: Cut, decision: FailureDecision | 'hand-back'): Promise<void> {
    this.log(cut, decision);
    try {
      if (decision === 'hand-back') await this.handBack(cut, { dueInMs: 0 });
      else if (decision.kind === 'again') await this.handBack(cut, decision);
      else await this.recordFailed(cut, decision);
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      await this.leave(cut);
    }
  }

  private async handBack(cut: Cut, changes: Parameters<CutRepository['move']>[3] & { dueInMs: number }): Promise<void> {
    const { db, cuts, doorbell } = this.parts;
    await db.transaction(async (tx) => {
      await cuts.move(tx, cut, 'due', changes);
      await doorbell.ring(tx, CUT_BELL);
    });
  }

  private async recordFailed(cut: Cut, { error, tries }: FailureDecision): Promise<void> {
    const { db, cuts, statements } = this.parts;
    await db.transaction(async (tx) => {
      await cuts.move(tx, cut, 'failed', { error, tries });
      await statements.failed(tx, cut, error);
    });
  }

  // Another worker's cut is left alone; of a cancelled one nothing is in hand from here on.
  private async leave(cut: Cut): Promise<void> {
    const { db, leases, statements, logger } = this.parts;
    await db.transaction(async (tx) => {
      if (!(await leases.letGoOfCancelled(tx, cut))) return;
      const now = await this.parts.cuts.find(tx, cut);
      await statements.cancelled(tx, now ?? cut);
    });
    logger.info({ filmId: cut.filmId, revision: cut.revision }, 'cut left');
  }

  private log({ filmId, revision }: Cut, decision: FailureDecision | 'hand-back'): void {
    const { logger } = this.parts;
    if (decision === 'hand-back') logger.info({ filmId, revision }, 'cut handed back');
    else logger.warn({ filmId, revision, ...decision }, 'cut could not be made');
  }
}
