import type { DataSource, EntityManager } from 'typeorm';
import { LEASE_SECONDS, LeaseLostError } from '@shared/database/lease';
import { sqlList } from '@shared/database/sql-list';
import { AppError } from '@shared/errors/app-error';
import { ATTEMPT_COLUMNS, type Attempt, type AttemptRow, toAttempt } from './attempt';
import { isShutNow } from '../pools/pool-states';
import { type AttemptStatus, CLAIMABLE_STATUSES, TRANSITIONS, isFinal } from './attempt-state';

const CLAIMABLE = sqlList(CLAIMABLE_STATUSES);

export interface AttemptChanges {
  due_in_ms?: number;
  pool?: string;
  provider?: string;
  model?: string;
  passed_over?: unknown;
  leaving?: unknown;
  fallbacks?: unknown;
  request?: unknown;
  input_hash?: string;
  price_micros?: number;
  captured_micros?: number;
  billed?: boolean;
  operation_id?: string | null;
  completion_ms?: number;
  artifact?: unknown;
  error?: unknown;
  take_ins?: number;
}

const JSON_COLUMNS = new Set(['request', 'artifact', 'error', 'passed_over', 'leaving', 'fallbacks']);

/** Writes what becomes of attempts; who is given a slot is for `Admission`. Every write of a worker names the status it saw and carries its fencing token. */
export class AttemptRepository {
  constructor(private readonly db: DataSource) {}

  /** Leases what is due and in nobody's hands. */
  claimDue(owner: string, limit: number): Promise<Attempt[]> {
    return claim(this.db, `status IN ${CLAIMABLE}`, [owner, LEASE_SECONDS, limit]);
  }

  /** Leases the next attempt that is planned for a film and due, in the transaction that has planned it. */
  claimPlanned(tx: EntityManager, owner: string, filmId: string): Promise<Attempt[]> {
    return claim(tx, `film_id = $4 AND status = 'planned'`, [owner, LEASE_SECONDS, 1, filmId]);
  }

  /** Prolongs the leases that are still held; answers with the ids of those. */
  async renew(owner: string, attempts: readonly Attempt[]): Promise<Set<string>> {
    const [rows] = await this.db.query<[{ id: string }[], number]>(
      `UPDATE attempts SET lease_until = clock_timestamp() + make_interval(secs => $4)
       FROM unnest($2::text[], $3::bigint[]) AS held (held_id, held_token)
       WHERE id = held_id AND lease_token = held_token AND lease_owner = $1 RETURNING id`,
      [owner, attempts.map(({ id }) => id), attempts.map(({ leaseToken }) => leaseToken), LEASE_SECONDS],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Hands an attempt back as it is, to be looked at again after `dueInMs`. */
  async release(attempt: Attempt, dueInMs: number, { polls = 0, takeIns = 0 } = {}): Promise<void> {
    await this.db.query(
      `UPDATE attempts SET lease_until = NULL, lease_owner = NULL, polls = polls + $4, take_ins = take_ins + $5,
         due_at = clock_timestamp() + make_interval(secs => $3::float8 / 1000)
       WHERE id = $1 AND lease_token = $2`,
      [attempt.id, attempt.leaseToken, dueInMs, polls, takeIns],
    );
  }

  /** Hands back all that a stopping worker still holds. Its open submits are left to expire: only it knew what they came to. */
  async releaseAll(owner: string): Promise<void> {
    await this.db.query(
      `UPDATE attempts SET lease_until = NULL, lease_owner = NULL WHERE lease_owner = $1 AND status <> 'submitting'`,
      [owner],
    );
  }

  /**
   * Commits the intent to submit, for who holds the lease, and prolongs that. Null, and nothing is changed, where its pool is shut;
   * else throws LeaseLostError for anybody else.
   */
  async commitIntent(tx: EntityManager, attempt: Attempt, deadlineInMs: number): Promise<Attempt | null> {
    const [row] = await tx.query<[{ shut: boolean } & (AttemptRow | { id: null })]>(
      `WITH asked AS MATERIALIZED (SELECT ${isShutNow('$5')} AS shut), intended AS (
         UPDATE attempts SET status = 'submitting', submitted_at = clock_timestamp(),
           lease_until = clock_timestamp() + make_interval(secs => $3),
           deadline_at = clock_timestamp() + make_interval(secs => $4::float8 / 1000)
         WHERE id = $1 AND lease_token = $2 AND status = 'admitted' AND NOT (SELECT shut FROM asked) RETURNING ${ATTEMPT_COLUMNS})
       SELECT shut, intended.* FROM asked LEFT JOIN intended ON true`,
      [attempt.id, attempt.leaseToken, LEASE_SECONDS, deadlineInMs, attempt.pool],
    );
    if (row.shut) return null;
    return toAttempt(throwUnlessMine(row.id === null ? [] : [row], attempt));
  }

  /** The provider is done: gives the slot back, which is told, and leaves the attempt leased to who brings its result in. */
  async collect(attempt: Attempt, { completionMs, bell }: { completionMs: number; bell: string }): Promise<Attempt> {
    const rows = await this.db.query<AttemptRow[]>(
      `WITH collected AS (UPDATE attempts SET status = 'collecting', completion_ms = $4
         WHERE id = $1 AND lease_token = $2 AND status = $3 RETURNING ${ATTEMPT_COLUMNS})
       SELECT collected.*, pg_notify($5, '') FROM collected`,
      [attempt.id, attempt.leaseToken, attempt.status, completionMs, bell],
    );
    return toAttempt(throwUnlessMine(rows, attempt));
  }

  /**
   * Moves an attempt on by compare-and-set and hands it back, due at once or after `due_in_ms`. Throws LeaseLostError when
   * it is not as this worker saw it.
   */
  async move(tx: EntityManager, attempt: Attempt, to: AttemptStatus, changes: AttemptChanges = {}): Promise<Attempt> {
    throwOnIllegalMove(attempt, to);
    const { assignments, values } = toAssignments(to, changes);
    const [rows] = await tx.query<[AttemptRow[], number]>(
      `UPDATE attempts SET ${assignments.join(', ')}
       WHERE id = $1 AND lease_token = $2 AND status = $3 RETURNING ${ATTEMPT_COLUMNS}`,
      [attempt.id, attempt.leaseToken, attempt.status, ...values],
    );
    return toAttempt(throwUnlessMine(rows, attempt));
  }

  /**
   * Keeps the id under which the provider has the work. It came with the answer to the one POST of this attempt, so it is true
   * whoever holds the lease by now, and carries no token. False when the attempt has ended meanwhile.
   */
  async bindOperation(attemptId: string, operationId: string, dueInMs: number): Promise<boolean> {
    const [, bound] = await this.db.query<[unknown[], number]>(
      `UPDATE attempts SET status = 'running', operation_id = $2, lease_until = NULL, lease_owner = NULL,
         lease_token = lease_token + 1,
         due_at = CASE WHEN cancel_requested THEN clock_timestamp()
           ELSE least(CASE status WHEN 'running' THEN due_at END, clock_timestamp() + make_interval(secs => $3::float8 / 1000)) END
       WHERE id = $1 AND (status IN ('submitting', 'unknown') OR status = 'running' AND operation_id = $2)`,
      [attemptId, operationId, dueInMs],
    );
    return bound === 1;
  }

  /**
   * The provider says that this operation has ended: binds it where its id was lost, and makes the next poll due. The lease is
   * taken from whoever holds it, as the answer to a poll that is under way may be older than this. Null when nothing changed;
   * else it is told.
   */
  async noticeOperation(
    tx: EntityManager,
    { attemptId, operationId }: { attemptId: string; operationId: string },
    bell: string,
  ): Promise<'bound' | 'known' | null> {
    const [noticed] = await tx.query<{ was_lost: boolean }[]>(
      `WITH noticed AS (
         UPDATE attempts SET status = CASE WHEN was_lost THEN 'running' ELSE status END, operation_id = $2,
           due_at = clock_timestamp(), lease_until = NULL, lease_owner = NULL, lease_token = lease_token + 1
         FROM (SELECT id AS found_id, operation_id IS NULL AS was_lost FROM attempts WHERE id = $1 FOR UPDATE) AS found
         WHERE id = found_id AND (operation_id IS NULL AND status IN ('submitting', 'unknown')
           OR operation_id = $2 AND status IN ('running', 'overdue'))
         RETURNING was_lost)
       SELECT was_lost, pg_notify($3, '') FROM noticed`,
      [attemptId, operationId, bell],
    );
    if (!noticed) return null;
    return noticed.was_lost ? 'bound' : 'known';
  }

  /** The attempt as it is now, while nobody knows what came of its submit; else null. */
  async findUnanswered(attemptId: string): Promise<Attempt | null> {
    const [row] = await this.db.query<AttemptRow[]>(
      `SELECT ${ATTEMPT_COLUMNS} FROM attempts WHERE id = $1 AND operation_id IS NULL AND status IN ('submitting', 'unknown')`,
      [attemptId],
    );
    return row ? toAttempt(row) : null;
  }

  /** Milliseconds since the first attempt at the same unit of the same revision was planned. */
  async waitedMs(tx: EntityManager, { filmId, revision, unit }: Attempt): Promise<number> {
    const [row] = await tx.query<[{ ms: string }]>(
      `SELECT extract(epoch FROM clock_timestamp() - min(created_at)) * 1000 AS ms FROM attempts
       WHERE film_id = $1 AND revision = $2 AND unit_kind = $3 AND unit_n = $4`,
      [filmId, revision, unit.kind, unit.n],
    );
    return Number(row.ms);
  }

  /** Null when there is no such attempt here, or its operation is not known. */
  async findOperation(tx: EntityManager, attemptId: string): Promise<string | null> {
    const rows = await tx.query<{ operation_id: string | null }[]>('SELECT operation_id FROM attempts WHERE id = $1', [
      attemptId,
    ]);
    return rows[0]?.operation_id ?? null;
  }

  /** How long the last operations of this pool took until they were found finished. */
  async recentCompletionsMs(pool: string): Promise<number[]> {
    const rows = await this.db.query<{ completion_ms: number }[]>(
      `SELECT completion_ms FROM attempts WHERE pool = $1 AND completion_ms IS NOT NULL ORDER BY submitted_at DESC LIMIT 50`,
      [pool],
    );
    return rows.map((row) => row.completion_ms);
  }
}

// What has waited longest comes first. `which`: of those that are due and in nobody's hands; its own parameters are the fourth and those
// behind it.
async function claim(
  db: Pick<EntityManager, 'query'>,
  which: string,
  values: [owner: string, seconds: number, limit: number, ...rest: unknown[]],
): Promise<Attempt[]> {
  const rows = await db.query<AttemptRow[]>(
    `WITH claimed AS (
       UPDATE attempts SET lease_owner = $1, lease_token = lease_token + 1,
         lease_until = clock_timestamp() + make_interval(secs => $2)
       WHERE id = ANY (ARRAY(
         SELECT id FROM attempts
         WHERE ${which} AND due_at <= clock_timestamp() AND (lease_until IS NULL OR lease_until < clock_timestamp())
         ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED))
       RETURNING ${ATTEMPT_COLUMNS}, due_at)
     SELECT claimed.* FROM claimed ORDER BY due_at`,
    values,
  );
  return rows.map(toAttempt);
}

function throwUnlessMine([row]: AttemptRow[], { id, status }: Attempt): AttemptRow {
  if (!row) throw new LeaseLostError(`attempt ${id} is no longer ${status} in this worker's hands`);
  return row;
}

function throwOnIllegalMove(attempt: Attempt, to: AttemptStatus): void {
  if (TRANSITIONS[attempt.status].includes(to)) return;
  throw new AppError('ILLEGAL_TRANSITION', `attempt ${attempt.id} cannot go from ${attempt.status} to ${to}`, {
    details: { id: attempt.id, from: attempt.status, to },
  });
}

// Parameters 1 to 3 are the fence.
function toAssignments(to: AttemptStatus, changes: AttemptChanges): { assignments: string[]; values: unknown[] } {
  const { due_in_ms = 0, ...columns } = changes;
  const values: unknown[] = [to, due_in_ms];
  const assignments = [
    'status = $4',
    'due_at = clock_timestamp() + make_interval(secs => $5::float8 / 1000)',
    'lease_until = NULL',
    'lease_owner = NULL',
  ];
  if (to === 'reserved') assignments.push('waits_since = coalesce(waits_since, clock_timestamp())');
  if (isFinal(to)) assignments.push('finished_at = clock_timestamp()');
  for (const [column, value] of Object.entries(columns)) {
    const json = JSON_COLUMNS.has(column);
    assignments.push(`${column} = $${values.push(json ? JSON.stringify(value) : value) + 3}${json ? '::jsonb' : ''}`);
  }
  return { assignments, values };
}
