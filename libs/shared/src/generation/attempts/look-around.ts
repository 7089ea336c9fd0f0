import type { EntityManager } from 'typeorm';
import { sqlList } from '@shared/database/sql-list';
import { CLAIMABLE_STATUSES } from './attempt-state';

/** A model of a vendor that is waited for, and how long until the first who waits is due. */
export interface WaitedFor {
  model: string;
  provider: string;
  inMs: number;
}

export interface Outlook {
  waiting: readonly WaitedFor[];
  /** Whether something may be claimed now. */
  isDue: boolean;
  /** Milliseconds until what may not be claimed yet may be; null when nothing else is open. */
  nextInMs: number | null;
}

interface OutlookRow {
  model: string;
  provider: string;
  waits: boolean;
  inMs: number | null;
  isDue: boolean | null;
}

/** All that a worker has to know before it takes a turn, in one statement: most turns find nothing to do. */
export async function lookAround(db: Pick<EntityManager, 'query'>): Promise<Outlook> {
  // With a value, so that it is prepared.
  const rows = await db.query<OutlookRow[]>(
    `SELECT model, provider, $1::boolean AS waits, ${msUntil('min(due_at)')} AS "inMs", NULL AS "isDue" FROM attempts
     WHERE status = 'reserved' GROUP BY model, provider
     UNION ALL
     SELECT NULL, NULL, NOT $1::boolean, ${msUntil('min(free_at) FILTER (WHERE free_at > statement_timestamp())')},
       coalesce(bool_or(free_at <= statement_timestamp()), false)
     FROM (SELECT greatest(due_at, coalesce(lease_until, due_at)) AS free_at FROM attempts
       WHERE status IN ${sqlList(CLAIMABLE_STATUSES)}) AS claimable`,
    [true],
  );
  const waiting = rows.filter(({ waits }) => waits).map((row) => ({ ...row, inMs: row.inMs ?? 0 }));
  const claimable = rows.find(({ waits }) => !waits);
  return { waiting, isDue: claimable?.isDue === true, nextInMs: claimable?.inMs ?? null };
}

function msUntil(time: string): string {
  return `extract(epoch FROM ${time} - clock_timestamp())::float8 * 1000`;
}
