import type { DataSource, EntityManager } from 'typeorm';
import { sqlList } from '@shared/database/sql-list';
import { together } from '@shared/database/together';
import { type AppError, type ErrorFacts, toErrorFacts } from '@shared/errors/app-error';
import type { Outbox } from '@shared/messaging/outbox';
import { IN_FLIGHT_STATUSES } from '../attempts/attempt-state';
import type { PoolUse } from './decide-room';
import type { Pool } from './pool';
import { QUOTA_USED_UP, stateOutage } from './state-outage';

export interface CircuitSettings {
  /** So many failures of a vendor, one after the other, shut a pool. */
  circuitFailures: number;
  /** For how long at first; twice as long after each try that fails, up to 32 times. */
  circuitPauseMs: number;
}

const ANSWERED = 'failures = 0, failing_since = NULL, open_until = NULL, open_because = NULL';

/** What all replicas know of a pool: how much of it is in use, and whether there is any sense in asking. Others hear of the latter. */
export class PoolStates {
  constructor(
    private readonly db: DataSource,
    private readonly outbox: Outbox,
    private readonly settings: CircuitSettings,
  ) {}

  /** Nobody else gives out slots of this pool before the transaction ends. */
  async lock(tx: EntityManager, pool: string): Promise<PoolUse> {
    // A statement of its own: it has to count what was there when the lock was got.
    const [locked, use] = await together(lockRow(tx, pool), this.loadUse(tx, pool));
    if (locked && use) return use;
    await tx.query('INSERT INTO provider_pools (pool) VALUES ($1) ON CONFLICT (pool) DO NOTHING', [pool]);
    return this.lock(tx, pool);
  }

  private async loadUse(tx: EntityManager, pool: string): Promise<PoolUse | undefined> {
    const [use] = await tx.query<PoolUse[]>(
      `SELECT slots, coalesce(${msUntil('blocked_until')}, 0) AS blocked_for_ms, coalesce(${msUntil('open_until')}, 0) AS open_for_ms,
         failures >= $2 AS on_probation,
         (SELECT count(*)::int FROM attempts WHERE pool = $1 AND status IN ${sqlList(IN_FLIGHT_STATUSES)}) AS in_flight,
         (SELECT count(*)::int FROM attempts WHERE pool = $1 AND status IN ('admitted', 'submitting')) AS asking,
         (SELECT count(*)::int FROM attempts WHERE pool = $1 AND submitted_at > clock_timestamp() - interval '60 s') AS in_last_minute,
         (SELECT extract(epoch FROM clock_timestamp() - max(submitted_at))::float8 * 1000 FROM attempts WHERE pool = $1
            AND submitted_at IS NOT NULL) AS since_last_ms,
         (SELECT 60000 - extract(epoch FROM clock_timestamp() - min(submitted_at))::float8 * 1000 FROM attempts WHERE pool = $1
            AND submitted_at > clock_timestamp() - interval '60 s') AS minute_frees_in_ms
       FROM provider_pools WHERE pool = $1`,
      [pool, this.settings.circuitFailures],
    );
    return use;
  }

  /** Nobody submits to this pool before the time is over: what the provider asked for holds for all replicas. */
  async block(tx: EntityManager, pool: Pool, { forMs, because }: { forMs: number; because: string }): Promise<void> {
    const use = await this.lock(tx, pool.name);
    // Of a burst that is refused as a whole only the first refusal halves: the rest was sent before it was heard.
    const isFirst = because === 'PROVIDER_RATE_LIMITED' && use.blocked_for_ms <= 0;
    await tx.query(
      `UPDATE provider_pools SET slots = $4, accepted_since = 0,
         blocked_because = CASE WHEN blocked_until > clock_timestamp() + make_interval(secs => $2::float8 / 1000) THEN blocked_because ELSE $3 END,
         blocked_until = greatest(blocked_until, clock_timestamp() + make_interval(secs => $2::float8 / 1000))
       WHERE pool = $1`,
      [pool.name, forMs, because, isFirst ? halve(use, pool.maxInFlight) : use.slots],
    );
    await stateOutage(tx, this.outbox, pool.name);
  }

  /** It answers. A run of as many accepted submits as there are slots wins back one, up to the limit. */
  async learnAccepted({ name, maxInFlight }: Pool): Promise<void> {
    if (await this.isInOrder(name)) return;
    await this.change(
      `UPDATE provider_pools SET ${ANSWERED},
         slots = CASE WHEN slots IS NULL OR accepted_since + 1 < slots THEN slots ELSE nullif(least(slots + 1, $2), $2) END,
         accepted_since = CASE WHEN slots IS NULL OR accepted_since + 1 < slots THEN accepted_since + 1 ELSE 0 END
       WHERE pool = $1 AND (slots IS NOT NULL OR failures > 0)`,
      [name, maxInFlight],
    );
  }

  /** It answers, whatever it says. */
  async learnAnswer({ name }: Pool): Promise<void> {
    if (await this.isInOrder(name)) return;
    await this.change(`UPDATE provider_pools SET ${ANSWERED} WHERE pool = $1 AND failures > 0`, [name]);
  }

  /**
   * One more failure that says that nobody gets an answer there. Of those that were on their way together the first one counts.
   * `isFinal`: it does not pass of itself, so it shuts the pool at once, and for long.
   */
  async learnFailure({ name }: Pool, error: AppError, { isFinal }: { isFinal: boolean }): Promise<void> {
    const { circuitFailures, circuitPauseMs } = this.settings;
    await this.change(
      `UPDATE provider_pools SET failures = next, failing_since = coalesce(failing_since, clock_timestamp()), open_because = $5::jsonb,
         open_until = CASE WHEN next >= $2 THEN clock_timestamp()
           + make_interval(secs => $3::float8 / 1000 * power(2, CASE WHEN $4 THEN 5 ELSE least(next - $2, 5) END)) END
       FROM (SELECT CASE WHEN $4 THEN greatest(failures + 1, $2) ELSE failures + 1 END AS next FROM provider_pools WHERE pool = $1) AS counted
       WHERE pool = $1 AND (open_until IS NULL OR open_until <= clock_timestamp())`,
      [name, circuitFailures, circuitPauseMs, isFinal, JSON.stringify(toErrorFacts(error))],
    );
  }

  /**
   * Why nobody gets an answer in any of these pools of one model; null where somebody may. `isWaiting`: whoever is not waiting there
   * yet leaves it to others to find out whether it is there again.
   */
  async findOutage(
    tx: EntityManager,
    pools: readonly Pool[],
    { isWaiting }: { isWaiting: boolean },
  ): Promise<ErrorFacts | null> {
    const rows = await tx.query<PoolOutage[]>(
      `SELECT pool, open_because, open_until > clock_timestamp() AS is_open,
         blocked_because = 'PROVIDER_QUOTA_EXHAUSTED' AND blocked_until > clock_timestamp() AS is_exhausted,
         failures >= $2 AND EXISTS (SELECT 1 FROM attempts WHERE model = $3 AND status IN ('reserved', 'admitted', 'submitting')) AS is_tried
       FROM provider_pools WHERE pool = ANY($1)`,
      [pools.map(({ name }) => name), this.settings.circuitFailures, pools[0]?.model],
    );
    const outages = pools.map(({ name }) =>
      toOutage(
        rows.find(({ pool }) => pool === name),
        isWaiting,
      ),
    );
    return outages.includes(null) ? null : (outages[0] ?? null);
  }

  /** For how long nobody has got an answer in any of these pools; null where that is not known of one of them. */
  async findFailingMs(pools: readonly Pool[]): Promise<number | null> {
    const [row] = await this.db.query<[{ known: number; ms: number | null }]>(
      `SELECT count(failing_since)::int AS known, ${msSince('max(failing_since)')} AS ms FROM provider_pools WHERE pool = ANY($1)`,
      [pools.map(({ name }) => name)],
    );
    return row.known === pools.length ? row.ms : null;
  }

  /** A submit that ended without an answer was accepted after all. */
  async learnAcceptedAfterAll(attemptId: string): Promise<void> {
    await this.db.transaction((tx) => learnAcceptedAfterAll(tx, this.outbox, attemptId));
  }

  // As good as always: then an answer teaches nothing, and to see that takes no transaction.
  private async isInOrder(pool: string): Promise<boolean> {
    const troubled = await this.db.query<unknown[]>(
      'SELECT 1 FROM provider_pools WHERE pool = $1 AND (slots IS NOT NULL OR failures > 0)',
      [pool],
    );
    return troubled.length === 0;
  }

  private async change(update: string, values: [pool: string, ...unknown[]]): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [, changed] = await tx.query<[unknown, number]>(update, values);
      if (changed > 0) await stateOutage(tx, this.outbox, values[0]);
    });
  }
}

/** SQL: whoever was admitted before a refusal, or the last of too many failures, was heard of waits as well. */
export function isShutNow(pool: string): string {
  return `coalesce((SELECT greatest(blocked_until, open_until) > clock_timestamp() FROM provider_pools WHERE pool = ${pool}), false)`;
}

async function lockRow(tx: EntityManager, pool: string): Promise<boolean> {
  const rows = await tx.query<unknown[]>('SELECT 1 FROM provider_pools WHERE pool = $1 FOR UPDATE', [pool]);
  return rows.length > 0;
}

/** A submit that ended without an answer was accepted after all: whoever was asked is there. */
export async function learnAcceptedAfterAll(tx: EntityManager, outbox: Outbox, attemptId: string): Promise<void> {
  const [rows] = await tx.query<[{ pool: string }[], number]>(
    `UPDATE provider_pools SET ${ANSWERED}
     WHERE failures > 0 AND pool = (SELECT pool FROM attempts WHERE id = $1) RETURNING pool`,
    [attemptId],
  );
  for (const { pool } of rows) await stateOutage(tx, outbox, pool);
}

interface PoolOutage {
  pool: string;
  open_because: ErrorFacts | null;
  is_open: boolean | null;
  is_exhausted: boolean | null;
  is_tried: boolean;
}

function toOutage(row: PoolOutage | undefined, isWaiting: boolean): ErrorFacts | null {
  if (row?.is_exhausted) return QUOTA_USED_UP;
  if (row === undefined) return null;
  const isShut = row.is_open === true || (row.is_tried && !isWaiting);
  return isShut ? row.open_because : null;
}

function msUntil(time: string): string {
  return `extract(epoch FROM ${time} - clock_timestamp())::float8 * 1000`;
}

function msSince(time: string): string {
  return `extract(epoch FROM clock_timestamp() - ${time})::float8 * 1000`;
}

function halve({ slots, in_flight: inFlight }: PoolUse, maxInFlight: number): number {
  return Math.max(1, Math.floor(Math.min(slots ?? maxInFlight, inFlight + 1) / 2));
}
