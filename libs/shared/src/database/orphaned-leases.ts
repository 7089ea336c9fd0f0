import type { DataSource } from 'typeorm';
import { Loop } from '@shared/lifecycle/loop';
import type { Logger } from '@shared/telemetry/logger';
import type { Doorbell } from './doorbell';
import { isGone } from './presence';

export interface OrphanedLeasesParts {
  db: DataSource;
  doorbell: Doorbell;
  logger: Logger;
  /** The worker of this process: its leases are not orphaned. */
  owner: string;
  /** Has the columns `lease_owner` and `lease_until`. */
  table: string;
  /** SQL that holds for every row with a lease; so that an index serves. */
  leased: string;
  /** Rung when leases have ended. */
  bell: string;
}

/** Ends the leases of workers that are gone, long before they would run out. */
export class OrphanedLeases extends Loop {
  constructor(private readonly parts: OrphanedLeasesParts) {
    super({ name: 'orphaned-leases', logger: parts.logger, idleMs: 1000 });
  }

  async runOnce(): Promise<boolean> {
    const { db, table, leased, owner: own } = this.parts;
    const owners = await db.query<{ lease_owner: string }[]>(
      `SELECT DISTINCT lease_owner FROM ${table}
       WHERE ${leased} AND lease_until > clock_timestamp() AND lease_owner <> $1`,
      [own],
    );
    for (const { lease_owner: owner } of owners) await this.endLeasesOf(owner);
    return false;
  }

  private async endLeasesOf(owner: string): Promise<void> {
    const { db, doorbell, table, bell } = this.parts;
    const ended = await db.transaction(async (tx) => {
      if (!(await isGone(tx, owner))) return 0;
      const [, count] = await tx.query<[unknown[], number]>(
        `UPDATE ${table} SET lease_until = clock_timestamp() WHERE lease_owner = $1 AND lease_until > clock_timestamp()`,
        [owner],
      );
      await doorbell.ring(tx, bell);
      return count;
    });
    if (ended > 0) this.logger.info({ owner, ended, table }, 'took over from a worker that is gone');
  }
}
