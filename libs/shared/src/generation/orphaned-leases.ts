import type { DataSource } from 'typeorm';
import type { Doorbell } from '@shared/database/doorbell';
import { isGone } from '@shared/database/presence';
import { Loop } from '@shared/lifecycle/loop';
import type { Logger } from '@shared/telemetry/logger';
import { CLAIMABLE_STATUSES, sqlList } from './attempt-state';
import { WORK_BELL } from './film-work';

export interface OrphanedLeasesParts {
  db: DataSource;
  doorbell: Doorbell;
  logger: Logger;
  /** The worker of this process: its leases are not orphaned. */
  owner: string;
}

/** Ends the leases of workers that are gone, long before they would run out. */
export class OrphanedLeases extends Loop {
  constructor(private readonly parts: OrphanedLeasesParts) {
    super({ name: 'orphaned-leases', logger: parts.logger, idleMs: 1000 });
  }

  async runOnce(): Promise<boolean> {
    const owners = await this.parts.db.query<{ lease_owner: string }[]>(
      `SELECT DISTINCT lease_owner FROM attempts
       WHERE status IN ${sqlList(CLAIMABLE_STATUSES)} AND lease_until > clock_timestamp() AND lease_owner <> $1`,
      [this.parts.owner],
    );
    for (const { lease_owner: owner } of owners) await this.endLeasesOf(owner);
    return false;
  }

  private async endLeasesOf(owner: string): Promise<void> {
    const { db, doorbell } = this.parts;
    const ended = await db.transaction(async (tx) => {
      if (!(await isGone(tx, owner))) return 0;
      const [, count] = await tx.query<[unknown[], number]>(
        'UPDATE attempts SET lease_until = clock_timestamp() WHERE lease_owner = $1 AND lease_until > clock_timestamp()',
        [owner],
      );
      await doorbell.ring(tx, WORK_BELL);
      return count;
    });
    if (ended > 0) this.logger.info({ owner, ended }, 'took over from a worker that is gone');
  }
}
