/** The doorbell that wakes every worker: a task is due, or those of a film are no longer wanted. */
export const TASK_BELL = 'tasks';
