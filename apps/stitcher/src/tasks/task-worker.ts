import { type LeasedWork, LeaseWorker, type WorkerParts } from '../leases/lease-worker';
import type { Task } from './task';
import { TASK_BELL } from './task-bell';
import type { TaskSteps } from './task-steps';
import { taskLeaseKey, type TaskRepository } from './task.repository';

/** Prepares clips as they land, and illustrates finished films. */
export class TaskWorker extends LeaseWorker<Task> {
  constructor(
    { tasks, steps, atOnce }: { tasks: TaskRepository; steps: TaskSteps; atOnce: number },
    parts: Omit<WorkerParts<Task>, 'work'>,
  ) {
    const { db } = parts;
    const work: LeasedWork<Task> = {
      name: 'tasks',
      table: 'tasks',
      leased: `status = 'working'`,
      bell: TASK_BELL,
      atOnce,
      claim: async (owner, limit) => (limit > 0 ? db.transaction((tx) => tasks.claim(tx, owner, limit)) : []),
      run: (task, signals) => steps.run(task, signals),
      renew: (held) => tasks.renew(db.manager, held),
      nextDueInMs: () => tasks.nextDueInMs(db.manager),
      keyOf: taskLeaseKey,
    };
    super({ ...parts, work });
  }
}
