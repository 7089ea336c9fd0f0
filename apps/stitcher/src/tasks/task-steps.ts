import type { DataSource, EntityManager } from 'typeorm';
import type { Doorbell } from '@shared/database/doorbell';
import { LeaseLostError } from '@shared/database/lease';
import { lockFilm } from '@shared/database/lock-film';
import type { Logger } from '@shared/telemetry/logger';
import { decideAfterFailure, type FailureDecision } from '../cuts/decide-after-failure';
import type { ClipCollection } from '../cuts/clip-collection';
import type { LeaseSignals } from '../leases/lease-worker';
import type { Task, TaskKind, TaskResult } from './task';
import type { Craft } from './craft';
import { TASK_BELL } from './task-bell';
import type { TaskChanges, TaskRepository } from './task.repository';

export interface TaskStepsParts {
  db: DataSource;
  tasks: TaskRepository;
  clips: ClipCollection;
  crafts: { [K in TaskKind]: Craft<K> };
  doorbell: Doorbell;
  logger: Logger;
}

/** What a worker does with a task: does it, records what came of it. */
export class TaskSteps {
  constructor(private readonly parts: TaskStepsParts) {}

  async run(task: Task, { leaseLost, stopping }: LeaseSignals): Promise<void> {
    const craft = this.craftOf(task);
    try {
      if (task.leaseToken > 1) await craft.discard({ ...task, leaseToken: task.leaseToken - 1 });
      const result = await craft.make(task, AbortSignal.any([leaseLost, stopping]));
      await this.recordDone(task, result);
    } catch (error) {
      if (leaseLost.aborted || error instanceof LeaseLostError) await craft.discard(task);
      else await this.recordFailure(task, error, stopping.aborted);
    }
  }

  private async recordDone(task: Task, result: TaskResult): Promise<void> {
    const { db, tasks, clips, logger } = this.parts;
    await db.transaction(async (tx) => {
      await lockFilm(tx, task.filmId);
      await tasks.move(tx, task, 'done', { result });
      await this.craftOf(task).tell?.(tx, task, result);
      await clips.goOn(tx, task.filmId);
    });
    logger.info({ filmId: task.filmId, task: task.kind }, 'task done');
  }

  private async recordFailure(task: Task, cause: unknown, isStopping: boolean): Promise<void> {
    if (isStopping) return this.handBack(task, { dueInMs: 0 });
    const decision = decideAfterFailure(cause, task.tries);
    this.parts.logger.warn({ filmId: task.filmId, task: task.kind, ...decision }, 'task could not be done');
    if (decision.kind === 'again') await this.handBack(task, decision);
    else await this.recordFailed(task, decision);
  }

  private async handBack(task: Task, changes: TaskChanges): Promise<void> {
    const { tasks, doorbell } = this.parts;
    await this.moveUnlessLost(task, async (tx) => {
      await tasks.move(tx, task, 'due', changes);
      await doorbell.ring(tx, TASK_BELL);
    });
  }

  private async recordFailed(task: Task, { error, tries }: FailureDecision): Promise<void> {
    const { tasks, clips } = this.parts;
    await this.moveUnlessLost(task, async (tx) => {
      await tasks.move(tx, task, 'failed', { error, tries });
      await clips.goOn(tx, task.filmId);
    });
  }

  private async moveUnlessLost(task: Task, move: (tx: EntityManager) => Promise<void>): Promise<void> {
    try {
      await this.parts.db.transaction(async (tx) => {
        await lockFilm(tx, task.filmId);
        await move(tx);
      });
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
    }
  }

  // The craft of a task's kind takes its input; TypeScript does not follow that through the union.
  private craftOf(task: Task): Craft<TaskKind> {
    return this.parts.crafts[task.kind];
  }
}
