import type { DataSource, EntityManager } from 'typeorm';
import { LEASE_SECONDS } from '@shared/database/lease';
import { CUT_COLUMNS, type Cut } from './cut';

/** The doorbell that wakes every worker: a cut is due, or one in hand is cancelled, superseded, begun anew or gone. */
export const CUT_BELL = 'cuts';

/** A worker that has a place takes what is due within this time. */
const CLAIM_SECONDS = 2;

/** Who may work on a cut, and until when by the database's clock. */
export class CutLeases {
  constructor(private readonly db: DataSource) {}

  /** Leases what is due, and what a worker has left behind. */
  async claim(tx: EntityManager, owner: string, limit: number): Promise<Cut[]> {
    const [cuts] = await tx.query<[Cut[], number]>(
      `WITH next AS MATERIALIZED (
         SELECT film_id, revision FROM cuts
         WHERE (status = 'due' AND due_at <= clock_timestamp())
            OR (status = 'stitching' AND lease_until < clock_timestamp())
         ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       UPDATE cuts SET status = 'stitching', lease_owner = $1, lease_token = lease_token + 1,
         lease_until = clock_timestamp() + make_interval(secs => $3)
       WHERE (film_id, revision) IN (SELECT film_id, revision FROM next)
       RETURNING ${CUT_COLUMNS}`,
      [owner, limit, LEASE_SECONDS],
    );
    return cuts;
  }

  /** Prolongs what is still held and still wanted; answers with the keys of those. */
  async renew(cuts: readonly Cut[]): Promise<Set<string>> {
    const [kept] = await this.db.query<[Cut[], number]>(
      `UPDATE cuts SET lease_until = clock_timestamp() + make_interval(secs => $4)
       FROM unnest($1::text[], $2::int[], $3::bigint[]) AS held (held_film, held_revision, held_token)
       WHERE film_id = held_film AND revision = held_revision AND lease_token = held_token AND status = 'stitching'
       RETURNING ${CUT_COLUMNS}`,
      [
        cuts.map(({ filmId }) => filmId),
        cuts.map(({ revision }) => revision),
        cuts.map(({ leaseToken }) => leaseToken),
        LEASE_SECONDS,
      ],
    );
    return new Set(kept.map(leaseKey));
  }

  /** Takes the lease off a cancelled cut; false when it is not cancelled or not held by this lease any more. */
  async letGoOfCancelled(tx: EntityManager, cut: Cut): Promise<boolean> {
    const [, released] = await tx.query<[unknown[], number]>(
      `UPDATE cuts SET lease_owner = NULL, lease_until = NULL
       WHERE film_id = $1 AND revision = $2 AND lease_token = $3 AND status = 'cancelled' AND lease_until IS NOT NULL`,
      [cut.filmId, cut.revision, cut.leaseToken],
    );
    return released === 1;
  }

  /** Takes leases of workers that are gone off cancelled cuts. */
  async sweepCancelled(tx: EntityManager): Promise<Cut[]> {
    const [cuts] = await tx.query<[Cut[], number]>(
      `UPDATE cuts SET lease_owner = NULL, lease_until = NULL
       WHERE status = 'cancelled' AND lease_until < clock_timestamp() RETURNING ${CUT_COLUMNS}`,
    );
    return cuts;
  }

  /** Whether a cut has been due for so long that no worker has a place for it. */
  async isAnyKeptWaiting(tx: EntityManager): Promise<boolean> {
    const kept = await tx.query<unknown[]>(
      `SELECT 1 FROM cuts WHERE status = 'due' AND due_at < clock_timestamp() - make_interval(secs => $1) LIMIT 1`,
      [CLAIM_SECONDS],
    );
    return kept.length > 0;
  }

  /** True for one caller for each cut that has been due for so long: it is asked for no second place while the first becomes free. */
  async answerKeptWaiting(tx: EntityManager): Promise<boolean> {
    const [, answered] = await tx.query<[unknown[], number]>(
      `WITH kept AS MATERIALIZED (
         SELECT film_id, revision FROM cuts
         WHERE status = 'due' AND due_at < clock_timestamp() - make_interval(secs => $1)
         ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
       UPDATE cuts SET due_at = clock_timestamp() WHERE (film_id, revision) IN (SELECT film_id, revision FROM kept)`,
      [CLAIM_SECONDS],
    );
    return answered === 1;
  }

  /** Milliseconds until something may be claimed or swept; null when nothing is open. */
  async nextDueInMs(): Promise<number | null> {
    const [row] = await this.db.query<[{ ms: string | null }]>(
      `SELECT extract(epoch FROM min(coalesce(lease_until, due_at)) - clock_timestamp()) * 1000 AS ms
       FROM cuts WHERE status IN ('due', 'stitching') OR lease_until IS NOT NULL`,
    );
    return row.ms === null ? null : Number(row.ms);
  }
}

/** One lease of one cut. */
export function leaseKey({ filmId, revision, leaseToken }: Cut): string {
  return `${filmId}/${revision}/${leaseToken}`;
}
