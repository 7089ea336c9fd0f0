import type { DataSource, EntityManager } from 'typeorm';
import type { FilmEvent } from '@shared/contracts/events';
import { advisoryKey, schemaOf } from '@shared/database/data-source';
import type { Doorbell } from '@shared/database/doorbell';
import { failpoint } from '@shared/failpoints/failpoint';
import { Loop } from '@shared/lifecycle/loop';
import type { RightOfWay } from '@shared/lifecycle/right-of-way';
import type { Logger } from '@shared/telemetry/logger';
import type { EventBus } from './event-bus';
import { OUTBOX_CHANNEL } from './outbox';

export interface OutboxRelayOptions {
  dataSource: DataSource;
  doorbell: Doorbell;
  /** Whoever has it is about to ask a provider: what there is to tell goes after that, and together with it. */
  rightOfWay: RightOfWay;
  bus: EventBus;
  logger: Logger;
}

interface OutboxRow {
  id: number;
  envelope: FilmEvent;
}

const IDLE_MS = 2_000;
const BATCH = 200;
const ANY_UNSENT = 'SELECT 1 FROM outbox WHERE sent_at IS NULL LIMIT $1';
/**
 * For one replica at a time. What this sees may be older than its turn: it waits for each row, and one that the replica before it has
 * sent is not among them.
 */
const TAKE_UNSENT = `WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($1) AS taken)
  SELECT id, envelope FROM outbox WHERE sent_at IS NULL AND (SELECT taken FROM turn) ORDER BY id LIMIT $2 FOR NO KEY UPDATE`;

/** Sends whatever is unsent, whoever wrote it. One replica at a time, so that a film's facts keep their order. */
export class OutboxRelay extends Loop {
  private readonly lockKey: string;
  private wasRung = false;

  constructor(private readonly relay: OutboxRelayOptions) {
    super({ name: 'outbox relay', logger: relay.logger, idleMs: IDLE_MS });
    this.lockKey = advisoryKey(schemaOf(relay.dataSource), 'relay');
    relay.doorbell.listen(OUTBOX_CHANNEL, () => {
      this.wasRung = true;
      this.wake();
    });
  }

  async runOnce(): Promise<boolean> {
    const { dataSource, rightOfWay } = this.relay;
    await rightOfWay.whenClear();
    const { wasRung } = this;
    this.wasRung = false;
    // Asked without a transaction first: this is all that an idle service does.
    if (!wasRung && (await dataSource.query<unknown[]>(ANY_UNSENT, [1])).length === 0) return false;
    return dataSource.transaction((tx) => this.sendBatch(tx));
  }

  private async sendBatch(tx: EntityManager): Promise<boolean> {
    const rows = await tx.query<OutboxRow[]>(TAKE_UNSENT, [this.lockKey, BATCH]);
    if (rows.length === 0) return false;
    await failpoint('outbox.before-send');
    await this.relay.bus.publish(
      rows.map((row) => row.envelope),
      this.signal,
    );
    await failpoint('outbox.after-send');
    await tx.query('UPDATE outbox SET sent_at = now() WHERE id = ANY($1)', [rows.map((row) => row.id)]);
    await failpoint('outbox.before-commit');
    return rows.length === BATCH;
  }
}
