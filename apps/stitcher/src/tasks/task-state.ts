/**
 * A task is a piece of work on media that any worker may do and that needs nothing but its input: preparing one clip,
 * illustrating one cut. The picture is docs/state-machines/task.md.
 */
export const TASK_STATUSES = [
  /** Entered by the handler of the fact that made it due, by a failed try, or by a worker that stops. Left when a worker leases it. After a crash: stays. */
  'due',
  /** A worker holds the lease. Left by that worker alone, under its fencing token. After a crash: others end the lease, and the next worker begins anew. */
  'working',
  /** Its result is in the store and in the row. Left only when the result is found to be gone or damaged: then it is due again. */
  'done',
  /** The tries are used up, or the input cannot be used. Left when the same is asked for again, by a retry or another cut. */
  'failed',
] as const;

export type TaskStatus = (typeof TASK_STATUSES)[number];

export const TASK_TRANSITIONS: Record<TaskStatus, readonly TaskStatus[]> = {
  due: ['working'],
  working: ['done', 'failed', 'due'],
  done: ['due'],
  failed: ['due'],
};
