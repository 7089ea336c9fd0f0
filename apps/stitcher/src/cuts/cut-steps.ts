import type { DataSource } from 'typeorm';
import type { Doorbell } from '@shared/database/doorbell';
import { isTransientError } from '@shared/database/is-transient-error';
import { LeaseLostError } from '@shared/database/lease';
import { lockFilm } from '@shared/database/lock-film';
import type { ErrorFacts } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import type { Logger } from '@shared/telemetry/logger';
import type { Cut } from './cut';
import { CUT_BELL, type CutLeases } from './cut-leases';
import type { CutStatements } from './cut-statements';
import type { CutRepository } from './cut.repository';
import { discardCut } from '../assembly/discard-cut';
import type { AssembleFilm, Assembled } from '../assembly/assemble-film';
import { illustrateTask } from '../tasks/illustrate-cut';
import { TASK_BELL } from '../tasks/task-bell';
import type { TaskRepository } from '../tasks/task.repository';
import type { LeaseSignals } from '../leases/lease-worker';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { decideAfterFailure, type FailureDecision } from './decide-after-failure';

export interface CutStepsParts {
  db: DataSource;
  cuts: CutRepository;
  leases: CutLeases;
  statements: CutStatements;
  tasks: TaskRepository;
  assemble: AssembleFilm;
  store: ArtifactStore;
  doorbell: Doorbell;
  logger: Logger;
}

/** What a worker does with a cut: takes it, has the film made, records what came of it. */
export class CutSteps {
  constructor(private readonly parts: CutStepsParts) {}

  /** Leases due cuts; says of cancelled ones whose worker is gone that nothing is in hand. */
  async claim(owner: string, limit: number): Promise<Cut[]> {
    const { db, leases, statements } = this.parts;
    return db.transaction(async (tx) => {
      for (const left of await leases.sweepCancelled(tx)) await statements.cancelled(tx, left);
      return limit > 0 ? leases.claim(tx, owner, limit) : [];
    });
  }

  /** Ends with the lease given back. Throws when that could not be written: the lease then runs out. */
  async run(cut: Cut, { leaseLost, stopping }: LeaseSignals): Promise<void> {
    try {
      await failpoint('cut.after-claim');
      // What the worker before us began to put there and could not state, it may have left.
      if (cut.leaseToken > 1) await discardCut(this.parts.store, { ...cut, leaseToken: cut.leaseToken - 1 });
      await this.make(cut, AbortSignal.any([leaseLost, stopping]));
    } catch (error) {
      await this.clearUp(cut, error);
      if (leaseLost.aborted || error instanceof LeaseLostError) await this.leave(cut);
      else await this.record(cut, stopping.aborted ? 'hand-back' : decideAfterFailure(error, cut.tries));
    }
    await failpoint('cut.after-commit');
  }

  // Nobody who waits for the film waits for its files to be removed.
  private async make(cut: Cut, signal: AbortSignal): Promise<void> {
    await using inHand = new AsyncDisposableStack();
    const assembled = await this.parts.assemble.handle(cut, signal, inHand);
    if (assembled.kind === 'ready') await this.recordReady(assembled);
    else if (assembled.kind === 'fail') await this.recordFailed({ ...assembled.cut, gaps: assembled.gaps }, assembled);
  }

  private async recordReady({ cut, finished, fragments }: Extract<Assembled, { kind: 'ready' }>): Promise<void> {
    const { db, cuts, statements, tasks, doorbell, logger } = this.parts;
    await failpoint('cut.after-upload');
    await db.transaction(async (tx) => {
      await lockFilm(tx, cut.filmId);
      await cuts.extend(tx, cut, fragments);
      await cuts.move(tx, cut, 'ready', { ...finished, gaps: cut.gaps });
      await statements.extended(tx, cut, fragments);
      await statements.ready(tx, cut, finished);
      await tasks.open(tx, illustrateTask(cut, finished));
      await doorbell.ring(tx, TASK_BELL);
    });
    const { filmId, revision, take, gaps } = cut;
    logger.info({ filmId, revision, take, scenes: finished.scenes.length, gaps: gaps.length }, 'cut ready');
  }

  // Whether a commit that failed with its connection did go through after all nobody knows: only what is surely unstated goes.
  private async clearUp(cut: Cut, error: unknown): Promise<void> {
    if (isTransientError(error)) return;
    await discardCut(this.parts.store, cut).catch(() => undefined);
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
      await doorbell.ring(tx, CUT_BELL, cut.filmId);
    });
  }

  private async recordFailed(cut: Cut, { error, tries }: { error: ErrorFacts; tries?: number }): Promise<void> {
    const { db, cuts, statements } = this.parts;
    await db.transaction(async (tx) => {
      await cuts.move(tx, cut, 'failed', { error, tries, gaps: cut.gaps });
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
