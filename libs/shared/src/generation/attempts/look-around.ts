import type { EntityManager } from 'typeorm';
import { CLAIMABLE_STATUSES, sqlList } from './attempt-state';

/** A model of a vendor that is waited for, and how long until the first who waits is due. */
export interface WaitedFor {
  model: string;
  provider: string;
  inMs: number;
}

export interface Outlook {
  waiting: readonly WaitedFor[];
  /** Milliseconds until something may be claimed; null when nothing is open. */
  dueInMs: number | null;
}

/** All that a worker has to know before it takes a turn, in one statement: most turns find nothing to do. */
export async function lookAround(db: Pick<EntityManager, 'query'>): Promise<Outlook> {
  const rows = await db.query<{ model: string; provider: string; waits: boolean; inMs: number | null }[]>(
    `SELECT model, provider, true AS waits, ${msUntil('min(due_at)')} AS "inMs" FROM attempts
     WHERE status = $1 GROUP BY model, provider
     UNION ALL
     SELECT NULL, NULL, false, ${msUntil('min(greatest(due_at, coalesce(lease_until, due_at)))')} FROM attempts
     WHERE status IN ${sqlList(CLAIMABLE_STATUSES)}`,
    ['reserved'],
  );
  const waiting = rows.filter(({ waits }) => waits).map((row) => ({ ...row, inMs: row.inMs ?? 0 }));
  return { waiting, dueInMs: rows.find(({ waits }) => !waits)?.inMs ?? null };
}

function msUntil(time: string): string {
  return `extract(epoch FROM ${time} - clock_timestamp())::float8 * 1000`;
}
