import type { DataSource, EntityManager } from 'typeorm';
import { failpoint } from '@shared/failpoints/failpoint';
import { ATTEMPT_COLUMNS, type Attempt, type AttemptRow, toAttempt } from './attempt';
import type { AttemptRepository } from './attempt-repository';
import { IN_FLIGHT_STATUSES } from './attempt-state';
import type { EngineSettings } from './engine-settings';

interface PoolUse {
  in_flight: number;
  in_last_minute: number;
  since_last_ms: number | null;
  /** Until the oldest submit of the last minute is a minute old. */
  minute_frees_in_ms: number | null;
  blocked_for_ms: number;
  /** What the provider has been found to take at once; null: all that the settings allow. */
  slots: number | null;
}

/** How many more submits the pool takes now; where none, when it is worth asking again (null: when an operation settles). */
export type Room = { free: number } | { free: 0; askAgainInMs: number | null };

export function decideRoom(
  use: PoolUse,
  settings: Pick<EngineSettings, 'maxInFlight' | 'maxPerMinute' | 'submitGapMs'>,
): Room {
  if (use.blocked_for_ms > 0) return { free: 0, askAgainInMs: use.blocked_for_ms };
  const gapMs = use.since_last_ms === null ? 0 : settings.submitGapMs - use.since_last_ms;
  if (gapMs > 0) return { free: 0, askAgainInMs: gapMs };
  if (use.in_last_minute >= settings.maxPerMinute) return { free: 0, askAgainInMs: use.minute_frees_in_ms ?? 1000 };
  const slots = Math.min(settings.maxInFlight, use.slots ?? settings.maxInFlight);
  const free = Math.min(slots - use.in_flight, Math.floor(settings.maxPerMinute - use.in_last_minute));
  if (free <= 0) return { free: 0, askAgainInMs: null };
  return { free: settings.submitGapMs > 0 ? 1 : free };
}

/**
 * Gives out slots. A slot is not a row of its own: it is held by every attempt that is in flight, counted under the lock of
 * its pool, so it cannot leak and cannot be given twice.
 */
export class Admission {
  constructor(
    private readonly db: DataSource,
    private readonly attempts: AttemptRepository,
    private readonly settings: EngineSettings,
  ) {}

  /** Gives slots to up to `limit` attempts that wait for one, leased to `owner`. */
  async admit(owner: string, limit: number): Promise<{ admitted: Attempt[]; askAgainInMs: number | null }> {
    const firstDueInMs = await this.firstDueInMs();
    if (firstDueInMs === null || firstDueInMs > 0) return { admitted: [], askAgainInMs: firstDueInMs };
    return this.db.transaction(async (tx) => {
      const room = decideRoom(await this.lockPool(tx), this.settings);
      if (room.free === 0) return { admitted: [], askAgainInMs: 'askAgainInMs' in room ? room.askAgainInMs : null };
      const admitted: Attempt[] = [];
      for (let i = 0; i < Math.min(room.free, limit); i++) {
        const next = await this.nextFair(tx);
        if (!next) break;
        admitted.push(await this.attempts.admit(tx, next, { owner, pool: this.settings.pool }));
      }
      await failpoint('slot.before-commit');
      return {
        admitted,
        askAgainInMs: this.settings.submitGapMs > 0 && admitted.length > 0 ? this.settings.submitGapMs : null,
      };
    });
  }

  /** Nobody submits to this pool before the time is over: what the provider asked for holds for all replicas. */
  async block(tx: EntityManager, forMs: number, because: string): Promise<void> {
    const pool = await this.lockPool(tx);
    // Of a burst that is refused as a whole only the first refusal halves: the rest was sent before it was heard.
    const isFirst = because === 'PROVIDER_RATE_LIMITED' && pool.blocked_for_ms <= 0;
    const slots = isFirst ? halve(pool, this.settings.maxInFlight) : pool.slots;
    await tx.query(
      `UPDATE provider_pools SET blocked_because = $3, slots = $4, accepted_since = 0,
         blocked_until = greatest(blocked_until, clock_timestamp() + make_interval(secs => $2::float8 / 1000))
       WHERE pool = $1`,
      [this.settings.pool, forMs, because, slots],
    );
  }

  /** Whoever was admitted before a refusal was heard of waits as well. */
  async blockedForMs(tx: EntityManager): Promise<number> {
    const [row] = await tx.query<{ ms: string | null }[]>(
      'SELECT extract(epoch FROM blocked_until - clock_timestamp()) * 1000 AS ms FROM provider_pools WHERE pool = $1',
      [this.settings.pool],
    );
    return Math.max(0, Number(row?.ms ?? 0));
  }

  /** A run of as many accepted submits as there are slots wins back one, up to the limit. */
  async learnAccepted(): Promise<void> {
    await this.db.query(
      `UPDATE provider_pools SET
         slots = CASE WHEN accepted_since + 1 < slots THEN slots ELSE nullif(least(slots + 1, $2), $2) END,
         accepted_since = CASE WHEN accepted_since + 1 < slots THEN accepted_since + 1 ELSE 0 END
       WHERE pool = $1 AND slots IS NOT NULL`,
      [this.settings.pool, this.settings.maxInFlight],
    );
  }

  private async firstDueInMs(): Promise<number | null> {
    const [first] = await this.db.query<[{ ms: string | null }]>(
      `SELECT extract(epoch FROM min(due_at) - clock_timestamp()) * 1000 AS ms FROM attempts WHERE status = 'reserved'`,
    );
    return first.ms === null ? null : Number(first.ms);
  }

  private async lockPool(tx: EntityManager): Promise<PoolUse> {
    const { pool } = this.settings;
    await tx.query('INSERT INTO provider_pools (pool) VALUES ($1) ON CONFLICT (pool) DO NOTHING', [pool]);
    await tx.query('SELECT 1 FROM provider_pools WHERE pool = $1 FOR UPDATE', [pool]);
    const [use] = await tx.query<[PoolUse]>(
      `SELECT (SELECT slots FROM provider_pools WHERE pool = $1),
         (SELECT count(*)::int FROM attempts WHERE pool = $1 AND status = ANY($2)) AS in_flight,
         (SELECT count(*)::int FROM attempts WHERE pool = $1 AND submitted_at > clock_timestamp() - interval '60 s') AS in_last_minute,
         (SELECT extract(epoch FROM clock_timestamp() - max(submitted_at))::float8 * 1000 FROM attempts WHERE pool = $1
            AND submitted_at IS NOT NULL) AS since_last_ms,
         (SELECT 60000 - extract(epoch FROM clock_timestamp() - min(submitted_at))::float8 * 1000 FROM attempts WHERE pool = $1
            AND submitted_at > clock_timestamp() - interval '60 s') AS minute_frees_in_ms,
         coalesce((SELECT extract(epoch FROM blocked_until - clock_timestamp())::float8 * 1000 FROM provider_pools
            WHERE pool = $1), 0) AS blocked_for_ms`,
      [pool, IN_FLIGHT_STATUSES],
    );
    return use;
  }

  // The tenant with the fewest in flight goes next; within a tenant, who has waited longest. Counted once for each tenant:
  // for each waiting attempt it would take seconds with thousands of them, under the lock of the pool.
  private async nextFair(tx: EntityManager): Promise<Attempt | undefined> {
    const [row] = await tx.query<AttemptRow[]>(
      `SELECT ${ATTEMPT_COLUMNS} FROM attempts AS waiting
       LEFT JOIN (SELECT tenant_id, count(*) AS flying FROM attempts WHERE pool = $1 AND status = ANY($2) GROUP BY tenant_id)
         AS tenants USING (tenant_id)
       WHERE status = 'reserved' AND due_at <= clock_timestamp()
       ORDER BY coalesce(flying, 0), created_at LIMIT 1 FOR UPDATE OF waiting SKIP LOCKED`,
      [this.settings.pool, IN_FLIGHT_STATUSES],
    );
    return row && toAttempt(row);
  }
}

function halve({ slots, in_flight: inFlight }: PoolUse, maxInFlight: number): number {
  return Math.max(1, Math.floor(Math.min(slots ?? maxInFlight, inFlight + 1) / 2));
}
