import type { DataSource, EntityManager } from 'typeorm';
import type { ErrorCode } from '@shared/contracts/error-codes';
import { LEASE_SECONDS } from '@shared/database/lease';
import { failpoint } from '@shared/failpoints/failpoint';
import { ATTEMPT_COLUMNS, type Attempt, type AttemptRow, toAttempt } from './attempt';
import type { AttemptRepository } from './attempt-repository';
import { IN_FLIGHT_STATUSES } from './attempt-state';
import { decideRoom } from './decide-room';
import type { EngineSettings } from './engine-settings';
import { listOpen } from './find-reason-to-leave';
import type { Pool, Pools } from './pool';
import type { PoolStates } from './pool-states';

interface Admitted {
  admitted: Attempt[];
  askAgainInMs: number | null;
}

/** A model that is waited for, and how long until the first who waits is due. */
export interface WaitedFor {
  model: string;
  in_ms: number;
}

interface ToWhom {
  owner: string;
  limit: number;
}

export interface AdmissionParts {
  db: DataSource;
  attempts: AttemptRepository;
  pools: Pools;
  states: PoolStates;
  settings: Pick<EngineSettings, 'outagePatienceMs'>;
}

/**
 * Gives out slots. A slot is not a row of its own: it is held by every attempt that is in flight, counted under the lock of
 * its pool, so it cannot leak and cannot be given twice.
 */
export class Admission {
  constructor(private readonly parts: AdmissionParts) {}

  listWaiting(): Promise<WaitedFor[]> {
    return this.parts.db.query<WaitedFor[]>(
      `SELECT model, extract(epoch FROM min(due_at) - clock_timestamp())::float8 * 1000 AS in_ms FROM attempts
       WHERE status = 'reserved' GROUP BY model`,
    );
  }

  /** Gives slots to up to `limit` attempts that wait for one, leased to `owner`. */
  async admit(waiting: readonly WaitedFor[], { owner, limit }: ToWhom): Promise<Admitted> {
    const due = waiting.filter(({ in_ms: inMs }) => inMs <= 0);
    const waits = waiting.map(({ in_ms: inMs }) => inMs).filter((inMs) => inMs > 0);
    const admitted: Attempt[] = [];
    for (const pool of due.flatMap(({ model }) => this.parts.pools.of(model))) {
      if (admitted.length >= limit) break;
      const given = await this.admitTo(pool, { owner, limit: limit - admitted.length });
      admitted.push(...given.admitted);
      if (given.askAgainInMs !== null) waits.push(given.askAgainInMs);
    }
    return { admitted, askAgainInMs: waits.length === 0 ? null : Math.min(...waits) };
  }

  /**
   * Leases what waits where nobody gets an answer: those that have another model to go on with, where somebody does, and those
   * that have waited for longer than anybody should.
   */
  async claimStranded(waiting: readonly WaitedFor[], { owner, limit }: ToWhom): Promise<Attempt[]> {
    const { db, pools, states, settings } = this.parts;
    const out = new Map<string, ErrorCode>();
    for (const { model } of waiting) {
      const ofModel = pools.of(model);
      const outage = await states.findOutage(db.manager, ofModel, { isWaiting: true });
      if (ofModel.length === 0 || outage) out.set(model, outage?.code ?? 'PROVIDER_AUTH');
    }
    if (out.size === 0 || limit === 0) return [];
    // A quota of the day comes back of itself.
    const shut = [...out].flatMap(([model, code]) => (code === 'PROVIDER_QUOTA_EXHAUSTED' ? [] : [model]));
    const [rows] = await db.query<[AttemptRow[], number]>(
      `UPDATE attempts SET lease_owner = $1, lease_token = lease_token + 1,
         lease_until = clock_timestamp() + make_interval(secs => $3)
       WHERE id IN (
         SELECT id FROM attempts WHERE status = 'reserved' AND model = ANY($4)
           AND (lease_until IS NULL OR lease_until < clock_timestamp())
           AND (fallbacks ?| $7
             OR model = ANY($6) AND waits_since < clock_timestamp() - make_interval(secs => $5::float8 / 1000))
         ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING ${ATTEMPT_COLUMNS}`,
      [
        owner,
        limit,
        LEASE_SECONDS,
        [...out.keys()],
        settings.outagePatienceMs,
        shut,
        await this.listWaysOut([...out.keys()]),
      ],
    );
    return rows.map(toAttempt);
  }

  // From one dead vendor to the next helps nobody.
  private async listWaysOut(models: readonly string[]): Promise<string[]> {
    const { db } = this.parts;
    const rows = await db.query<{ model: string }[]>(
      `SELECT DISTINCT jsonb_array_elements_text(fallbacks) AS model FROM attempts WHERE status = 'reserved' AND model = ANY($1)`,
      [models],
    );
    return listOpen(
      db.manager,
      rows.map(({ model }) => model),
      this.parts,
    );
  }

  private admitTo(pool: Pool, { owner, limit }: ToWhom): Promise<Admitted> {
    const { db, attempts, states } = this.parts;
    return db.transaction(async (tx) => {
      const room = decideRoom(await states.lock(tx, pool.name), pool);
      if (room.free === 0) return { admitted: [], askAgainInMs: 'askAgainInMs' in room ? room.askAgainInMs : null };
      const admitted: Attempt[] = [];
      for (let i = 0; i < Math.min(room.free, limit); i++) {
        const next = await this.nextFair(tx, pool);
        if (!next) break;
        admitted.push(await attempts.admit(tx, next, { owner, pool: pool.name }));
      }
      await failpoint('slot.before-commit');
      return { admitted, askAgainInMs: pool.submitGapMs > 0 && admitted.length > 0 ? pool.submitGapMs : null };
    });
  }

  // The tenant with the fewest in flight goes next; within a tenant, who has waited longest. Counted once for each tenant:
  // for each waiting attempt it would take seconds with thousands of them, under the lock of the pool.
  private async nextFair(tx: EntityManager, { name, model, vendor }: Pool): Promise<Attempt | undefined> {
    const [row] = await tx.query<AttemptRow[]>(
      `SELECT ${ATTEMPT_COLUMNS} FROM attempts AS waiting
       LEFT JOIN (SELECT tenant_id, count(*) AS flying FROM attempts WHERE pool = $1 AND status = ANY($2) GROUP BY tenant_id)
         AS tenants USING (tenant_id)
       WHERE status = 'reserved' AND model = $3 AND provider = $4 AND due_at <= clock_timestamp()
         AND (lease_until IS NULL OR lease_until < clock_timestamp())
       ORDER BY coalesce(flying, 0), created_at LIMIT 1 FOR UPDATE OF waiting SKIP LOCKED`,
      [name, IN_FLIGHT_STATUSES, model, vendor],
    );
    return row && toAttempt(row);
  }
}
