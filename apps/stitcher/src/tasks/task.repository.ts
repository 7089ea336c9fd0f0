import type { EntityManager } from 'typeorm';
import { LEASE_SECONDS, LeaseLostError } from '@shared/database/lease';
import { AppError, type ErrorFacts } from '@shared/errors/app-error';
import { type NewTask, type Task, TASK_COLUMNS, type TaskKind, type TaskResult } from './task';
import { TASK_TRANSITIONS, type TaskStatus } from './task-state';

export interface TaskChanges {
  dueInMs?: number;
  tries?: number;
  result?: TaskResult;
  error?: ErrorFacts;
}

/** The rows of tasks. Every move names the status and the fencing token that the mover saw. */
export class TaskRepository {
  /** Whether it is due by this: what is there already is left as it is, unless it failed, and is then tried anew. */
  async open<K extends TaskKind>(tx: EntityManager, task: NewTask<K>): Promise<boolean> {
    const opened = await tx.query<unknown[]>(
      `INSERT INTO tasks (film_id, tenant_id, kind, key, input, status) VALUES ($1, $2, $3, $4, $5::jsonb, 'due')
       ON CONFLICT (film_id, kind, key) DO UPDATE
       SET status = 'due', tries = 0, error = NULL, due_at = clock_timestamp() WHERE tasks.status = 'failed' RETURNING 1`,
      [task.filmId, task.tenantId, task.kind, task.key, JSON.stringify(task.input)],
    );
    return opened.length > 0;
  }

  /** Whether it is due by this: only what failed is tried anew. */
  async reopen<K extends TaskKind>(tx: EntityManager, { filmId, kind, key }: NewTask<K>): Promise<boolean> {
    const [, reopened] = await tx.query<[unknown[], number]>(
      `UPDATE tasks SET status = 'due', tries = 0, error = NULL, due_at = clock_timestamp()
       WHERE film_id = $1 AND kind = $2 AND key = $3 AND status = 'failed'`,
      [filmId, kind, key],
    );
    return reopened > 0;
  }

  async list<K extends TaskKind>(tx: EntityManager, filmId: string, kind: K): Promise<Task<K>[]> {
    return tx.query<Task<K>[]>(`SELECT ${TASK_COLUMNS} FROM tasks WHERE film_id = $1 AND kind = $2`, [filmId, kind]);
  }

  /** Leases what is due, and what a worker has left behind; films in the making go before pictures of finished ones. */
  async claim(tx: EntityManager, owner: string, limit: number): Promise<Task[]> {
    const [tasks] = await tx.query<[Task[], number]>(
      `WITH next AS MATERIALIZED (
         SELECT film_id, kind, key FROM tasks
         WHERE (status = 'due' AND due_at <= clock_timestamp()) OR (status = 'working' AND lease_until < clock_timestamp())
         ORDER BY kind = 'illustrate', due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       UPDATE tasks SET status = 'working', lease_owner = $1, lease_token = lease_token + 1,
         lease_until = clock_timestamp() + make_interval(secs => $3)
       WHERE (film_id, kind, key) IN (SELECT film_id, kind, key FROM next)
       RETURNING ${TASK_COLUMNS}`,
      [owner, limit, LEASE_SECONDS],
    );
    return tasks;
  }

  async renew(tx: EntityManager, tasks: readonly Task[]): Promise<Set<string>> {
    const [kept] = await tx.query<[Task[], number]>(
      `UPDATE tasks SET lease_until = clock_timestamp() + make_interval(secs => $5)
       FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS held (held_film, held_kind, held_key, held_token)
       WHERE film_id = held_film AND kind = held_kind AND key = held_key AND lease_token = held_token AND status = 'working'
       RETURNING ${TASK_COLUMNS}`,
      [
        tasks.map(({ filmId }) => filmId),
        tasks.map(({ kind }) => kind),
        tasks.map(({ key }) => key),
        tasks.map(({ leaseToken }) => leaseToken),
        LEASE_SECONDS,
      ],
    );
    return new Set(kept.map(taskLeaseKey));
  }

  async nextDueInMs(tx: EntityManager): Promise<number | null> {
    const [row] = await tx.query<[{ ms: string | null }]>(
      `SELECT extract(epoch FROM min(coalesce(lease_until, due_at)) - clock_timestamp()) * 1000 AS ms
       FROM tasks WHERE status IN ('due', 'working')`,
    );
    return row.ms === null ? null : Number(row.ms);
  }

  /** Moves a task on and gives its lease back. LeaseLostError when it is not as the mover saw it. */
  async move(tx: EntityManager, task: Task, to: TaskStatus, changes: TaskChanges = {}): Promise<void> {
    throwOnIllegalMove(task, to);
    const { dueInMs = 0, tries, result, error } = changes;
    const [, moved] = await tx.query<[unknown[], number]>(
      `UPDATE tasks SET status = $6, lease_owner = NULL, lease_until = NULL, tries = coalesce($8, tries),
         due_at = clock_timestamp() + make_interval(secs => $7::float8 / 1000), result = $9::jsonb, error = $10::jsonb
       WHERE film_id = $1 AND kind = $2 AND key = $3 AND status = $4 AND lease_token = $5`,
      [
        ...[task.filmId, task.kind, task.key, task.status, task.leaseToken, to, dueInMs, tries ?? null],
        ...[result, error].map((value) => (value ? JSON.stringify(value) : null)),
      ],
    );
    if (moved === 1) return;
    throw new LeaseLostError(`${describeTask(task)} is no longer ${task.status} in these hands`);
  }

  /** Nobody wants them any more; a worker that has one in hand finds out at its next write or renewal. */
  async removeUnfinished(tx: EntityManager, filmId: string): Promise<void> {
    await tx.query(`DELETE FROM tasks WHERE film_id = $1 AND status IN ('due', 'working')`, [filmId]);
  }
}

/** One lease of one task. */
export function taskLeaseKey({ filmId, kind, key, leaseToken }: Task): string {
  return `${filmId}/${kind}/${key}/${leaseToken}`;
}

function describeTask({ filmId, kind, key }: Task): string {
  return `task ${kind} ${key} of ${filmId}`;
}

function throwOnIllegalMove(task: Task, to: TaskStatus): void {
  if (TASK_TRANSITIONS[task.status].includes(to)) return;
  const id = `${task.filmId}/${task.kind}/${task.key}`;
  throw new AppError('ILLEGAL_TRANSITION', `${describeTask(task)} cannot go from ${task.status} to ${to}`, {
    details: { id, from: task.status, to },
  });
}
