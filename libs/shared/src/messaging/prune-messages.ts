import type { DataSource } from 'typeorm';
import { Loop } from '@shared/lifecycle/loop';
import type { Logger } from '@shared/telemetry/logger';

export interface PruneOptions {
  dataSource: DataSource;
  logger: Logger;
  /** Days since anything was last said or heard of a film; 0 keeps everything. */
  keepDays: number;
}

const BATCH = 500;
const AN_HOUR_MS = 3_600_000;

/**
 * Removes what was said and heard of films that nobody speaks of any more: of a film all or nothing. An open film is never silent
 * (it is resynced), so what a resync would have to say again is there as long as anybody can ask for it.
 */
export class PruneMessages extends Loop {
  constructor(private readonly prune: PruneOptions) {
    super({ name: 'prune-messages', logger: prune.logger, idleMs: AN_HOUR_MS });
  }

  async runOnce(): Promise<boolean> {
    const { dataSource, keepDays } = this.prune;
    if (keepDays === 0) return false;
    const counts: number[] = [];
    for (const statement of [SAID, HEARD]) {
      const [rows] = await dataSource.query<[unknown[], number]>(statement, [keepDays, BATCH]);
      counts.push(rows.length);
    }
    return counts.includes(BATCH);
  }
}

// A restatement that commits meanwhile has set its rows back to unsent: asked again of the row that is removed.
const SAID = `
  DELETE FROM outbox WHERE sent_at < now() - make_interval(days => $1) AND id IN (
    SELECT id FROM outbox AS said WHERE sent_at < now() - make_interval(days => $1)
      AND NOT EXISTS (SELECT 1 FROM outbox AS other WHERE other.film_id = said.film_id
        AND (other.sent_at IS NULL OR other.sent_at >= now() - make_interval(days => $1)))
      AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.film_id = said.film_id
        AND received_at >= now() - make_interval(days => $1))
    LIMIT $2) RETURNING id`;

// Twice as long: by then no service has anything left of the film that it could say again, nor has a broker.
const HEARD = `
  DELETE FROM inbox WHERE event_id IN (
    SELECT event_id FROM inbox AS heard WHERE received_at < now() - make_interval(days => 2 * $1)
      AND NOT EXISTS (SELECT 1 FROM inbox AS other WHERE other.film_id = heard.film_id
        AND other.received_at >= now() - make_interval(days => 2 * $1))
      AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.film_id = heard.film_id)
    LIMIT $2) RETURNING event_id`;
