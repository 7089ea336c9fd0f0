import type { DataSource, EntityManager } from 'typeorm';
import { LEASE_SECONDS } from '@shared/database/lease';
import { sqlList } from '@shared/database/sql-list';
import type { ErrorFacts } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import { ATTEMPT_COLUMNS, type Attempt, type AttemptRow, toAttempt } from '../attempts/attempt';
import type { WaitedFor } from '../attempts/look-around';
import { IN_FLIGHT_STATUSES } from '../attempts/attempt-state';
import { decideRoom } from './decide-room';
import type { EngineSettings } from './engine-settings';
import { listOpen } from './find-reason-to-leave';
import type { Pool, Pools } from './pool';
import type { PoolStates } from './pool-states';

interface Admitted {
  admitted: Attempt[];
  askAgainInMs: number | null;
}

/** Where nobody gets an answer, and how long whoever waits there has to wait; null: for now they all have to. */
interface Stranded {
  model: string;
  provider: string;
  patienceMs: number | null;
}

interface ToWhom {
  owner: string;
  limit: number;
}

/** For a slot, and in nobody's hands. */
const WAITS = `status = 'reserved' AND due_at <= clock_timestamp() AND (lease_until IS NULL OR lease_until < clock_timestamp())`;

export interface AdmissionParts {
  db: DataSource;
  pools: Pools;
  states: PoolStates;
  settings: Pick<EngineSettings, 'outagePatienceMs' | 'quotaPatienceMs'>;
}

/**
 * Gives out slots. A slot is not a row of its own: it is held by every attempt that is in flight, counted under the lock of
 * its pool, so it cannot leak and cannot be given twice.
 */
export class Admission {
  constructor(private readonly parts: AdmissionParts) {}

  /** Gives slots to up to `limit` attempts that wait for one, leased to `owner`. */
  async admit(waiting: readonly WaitedFor[], { owner, limit }: ToWhom): Promise<Admitted> {
    const due = waiting.filter(({ inMs }) => inMs <= 0);
    const waits = waiting.map(({ inMs }) => inMs).filter((inMs) => inMs > 0);
    const admitted: Attempt[] = [];
    for (const pool of new Set(due.flatMap(({ model }) => this.parts.pools.of(model)))) {
      if (admitted.length >= limit) break;
      const given = await this.admitTo(pool, { owner, limit: limit - admitted.length });
      admitted.push(...given.admitted);
      if (given.askAgainInMs !== null) waits.push(given.askAgainInMs);
    }
    return { admitted, askAgainInMs: waits.length === 0 ? null : Math.min(...waits) };
  }

  /** Gives a slot that is free now to whoever is next for a model, in the transaction that has made somebody wait for it. */
  async admitNext(tx: EntityManager, model: string, owner: string): Promise<Attempt[]> {
    for (const pool of this.parts.pools.of(model)) {
      const { admitted } = await this.admitWithin(tx, pool, { owner, limit: 1 });
      if (admitted.length > 0) return admitted;
    }
    return [];
  }

  /**
   * Leases what waits where nobody gets an answer: those that have another model to go on with, where somebody does, and those
   * that have waited for longer than anybody should.
   */
  async claimStranded(waiting: readonly WaitedFor[], { owner, limit }: ToWhom): Promise<Attempt[]> {
    const stranded = limit === 0 ? [] : await this.listStranded(waiting);
    if (stranded.length === 0) return [];
    const models = stranded.map(({ model }) => model);
    const [rows] = await this.parts.db.query<[AttemptRow[], number]>(
      `UPDATE attempts SET lease_owner = $1, lease_token = lease_token + 1,
         lease_until = clock_timestamp() + make_interval(secs => $3)
       WHERE id = ANY (ARRAY(
         SELECT id FROM attempts JOIN unnest($4::text[], $5::text[], $6::float8[]) AS stranded (model, provider, patience_ms)
           USING (model, provider)
         WHERE status = 'reserved' AND (lease_until IS NULL OR lease_until < clock_timestamp())
           AND (fallbacks ?| $7 OR waits_since <= clock_timestamp() - make_interval(secs => patience_ms / 1000))
         ORDER BY due_at LIMIT $2 FOR UPDATE OF attempts SKIP LOCKED))
       RETURNING ${ATTEMPT_COLUMNS}`,
      [
        owner,
        limit,
        LEASE_SECONDS,
        models,
        stranded.map(({ provider }) => provider),
        stranded.map(({ patienceMs }) => patienceMs),
        await this.listWaysOut(models),
      ],
    );
    return rows.map(toAttempt);
  }

  private async listStranded(waiting: readonly WaitedFor[]): Promise<Stranded[]> {
    const { db, pools, states } = this.parts;
    const stranded: Stranded[] = [];
    for (const { model, provider } of waiting) {
      const ofModel = pools.of(model);
      const outage = await states.findOutage(db.manager, ofModel, { isWaiting: true });
      const isMoved = ofModel.length > 0 && !ofModel.some(({ vendor }) => vendor === provider);
      // Nobody will ever ask it there: it is to be priced by whoever makes the model now.
      if (isMoved) stranded.push({ model, provider, patienceMs: 0 });
      else if (outage || ofModel.length === 0)
        stranded.push({ model, provider, patienceMs: await this.findPatienceMs(ofModel, outage) });
    }
    return stranded;
  }

  // Null: it has not been out for as long as somebody should wait, however long that one was in the queue before.
  private async findPatienceMs(ofModel: readonly Pool[], outage: ErrorFacts | null): Promise<number | null> {
    const { states, settings } = this.parts;
    if (ofModel.length === 0) return settings.outagePatienceMs;
    // A quota of the day comes back of itself.
    if (outage?.code === 'PROVIDER_QUOTA_EXHAUSTED') return settings.quotaPatienceMs;
    const failingMs = await states.findFailingMs(ofModel);
    if (failingMs === null) return settings.quotaPatienceMs;
    return failingMs > settings.outagePatienceMs ? settings.outagePatienceMs : null;
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

  private admitTo(pool: Pool, toWhom: ToWhom): Promise<Admitted> {
    return this.parts.db.transaction((tx) => this.admitWithin(tx, pool, toWhom));
  }

  private async admitWithin(tx: EntityManager, pool: Pool, { owner, limit }: ToWhom): Promise<Admitted> {
    const room = decideRoom(await this.parts.states.lock(tx, pool.name), pool);
    if (room.free === 0) return { admitted: [], askAgainInMs: 'askAgainInMs' in room ? room.askAgainInMs : null };
    const admitted = await this.admitFairly(tx, pool, { owner, limit: Math.min(room.free, limit) });
    await failpoint('slot.before-commit');
    return { admitted, askAgainInMs: pool.submitGapMs > 0 && admitted.length > 0 ? pool.submitGapMs : null };
  }

  /**
   * The tenant with the fewest in flight goes next; within a tenant, who has waited longest. The slot is in the pool of today: an
   * attempt that was reserved before the settings named another model would wait for ever in the old one.
   * An array is made once: as a subquery it could be run again for each row, and its limit would skip those that are locked already.
   */
  private async admitFairly(tx: EntityManager, pool: Pool, { owner, limit }: ToWhom): Promise<Attempt[]> {
    const rows = await tx.query<AttemptRow[]>(
      `WITH given AS (UPDATE attempts SET status = 'admitted', submitted_at = clock_timestamp(), lease_owner = $1, pool = $3,
         lease_token = lease_token + 1, lease_until = clock_timestamp() + make_interval(secs => $2)
       WHERE id = ANY (ARRAY(
         SELECT id FROM attempts JOIN (
           SELECT id AS waiting_id, row_number() OVER (PARTITION BY tenant_id ORDER BY created_at) + coalesce(flying, 0) AS turn
           FROM attempts LEFT JOIN (SELECT tenant_id, count(*) AS flying FROM attempts WHERE pool = $3 AND status IN ${sqlList(IN_FLIGHT_STATUSES)}
             GROUP BY tenant_id) AS tenants USING (tenant_id)
           WHERE ${WAITS} AND model = $4 AND provider = $5) AS waiting ON id = waiting_id
         WHERE ${WAITS} AND model = $4 AND provider = $5
         ORDER BY turn, created_at LIMIT $6 FOR UPDATE OF attempts SKIP LOCKED))
       RETURNING ${ATTEMPT_COLUMNS}, created_at)
       SELECT given.* FROM given ORDER BY created_at`,
      [owner, LEASE_SECONDS, pool.name, pool.model, pool.vendor, limit],
    );
    return rows.map(toAttempt);
  }
}
