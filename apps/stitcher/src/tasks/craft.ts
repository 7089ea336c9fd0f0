import type { EntityManager } from 'typeorm';
import type { Task, TaskKind, TaskResult } from './task';

/** How one kind of task is done. */
export interface Craft<K extends TaskKind> {
  make(task: Task<K>, signal: AbortSignal): Promise<TaskResult<K>>;
  /** Removes what `make` put, or began to put, into the store under this lease of the task. */
  discard(task: Task<K>): Promise<void>;
  /** Says what came of it, in the transaction that makes it true. */
  tell?(tx: EntityManager, task: Task<K>, result: TaskResult<K>): Promise<void>;
}
