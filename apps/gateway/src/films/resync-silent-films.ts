import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '@shared/clock/clock';
import { FILM_STATUSES, isFinal } from '@shared/contracts/film';
import { sqlList } from '@shared/database/sql-list';
import { Loop } from '@shared/lifecycle/loop';
import type { Outbox } from '@shared/messaging/outbox';
import type { Logger } from '@shared/telemetry/logger';

const BATCH = 20;
const MOST_DOUBLINGS = 6;
const OPEN_STATUSES = FILM_STATUSES.filter((status) => !isFinal(status));

export interface ResyncOptions {
  dataSource: DataSource;
  outbox: Outbox;
  clock: Clock;
  logger: Logger;
  /** Silence after which a film is asked for again; it doubles each time nothing comes of it. */
  resyncAfterMs: number;
}

interface SilentFilm {
  id: string;
  tenant_id: string;
}

/** Asks every stage to say again what it has said of a film that nobody speaks of: facts may have been lost with a broker. */
export class ResyncSilentFilms extends Loop {
  constructor(private readonly resync: ResyncOptions) {
    super({ name: 'resync-silent-films', logger: resync.logger, idleMs: Math.max(1_000, resync.resyncAfterMs / 4) });
  }

  override runOnce(): Promise<boolean> {
    return this.resync.dataSource.transaction(async (tx) => {
      const films = await this.claimSilent(tx);
      for (const film of films) await this.requestResync(tx, film);
      return films.length === BATCH;
    });
  }

  private async claimSilent(tx: EntityManager): Promise<SilentFilm[]> {
    const [films] = await tx.query<[SilentFilm[], number]>(
      `UPDATE films SET heard_at = now(), resyncs = resyncs + 1 WHERE id = ANY (ARRAY(
         SELECT id FROM films
         WHERE status IN ${sqlList(OPEN_STATUSES)}
           AND heard_at <= now() - make_interval(secs => $1::float8 * power(2, least(resyncs, $2)))
         ORDER BY heard_at LIMIT $3 FOR UPDATE SKIP LOCKED
       )) RETURNING id, tenant_id`,
      [this.resync.resyncAfterMs / 1000, MOST_DOUBLINGS, BATCH],
    );
    return films;
  }

  private async requestResync(tx: EntityManager, { id: filmId, tenant_id: tenantId }: SilentFilm): Promise<void> {
    const data = { requestedAt: this.resync.clock.now().toISOString() };
    await this.resync.outbox.add(tx, { name: 'film.resync-requested', tenantId, filmId, data });
    this.logger.warn({ filmId }, 'film has been silent, asking for its facts again');
  }
}
