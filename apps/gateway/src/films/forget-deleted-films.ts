import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FILM_STATUSES, isFinal } from '@shared/contracts/film';
import { Loop } from '@shared/lifecycle/loop';
import { Outbox } from '@shared/messaging/outbox';
import { Logger } from '@shared/telemetry/logger';

const BATCH = 20;
const OPEN_STATUSES = FILM_STATUSES.filter((status) => !isFinal(status));

interface DeletedFilm {
  id: string;
  tenant_id: string;
}

/**
 * Tells every service of deleted films. A film from which another has just been forked is kept until that one has begun to hold
 * what it takes over: whatever is removed before then would have to be bought again.
 */
@Injectable()
export class ForgetDeletedFilms extends Loop {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    logger: Logger,
  ) {
    super({ name: 'forget-deleted-films', logger, idleMs: 5_000 });
  }

  override runOnce(): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const [films] = await tx.query<[DeletedFilm[], number]>(
        `DELETE FROM films WHERE id = ANY (ARRAY(
           SELECT id FROM films AS parent WHERE deleted_at IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM films AS fork
             WHERE fork.forked_from = parent.id AND fork.deleted_at IS NULL AND fork.status = ANY($1))
           ORDER BY deleted_at LIMIT $2 FOR UPDATE SKIP LOCKED
         )) RETURNING id, tenant_id`,
        [OPEN_STATUSES, BATCH],
      );
      for (const { id: filmId, tenant_id: tenantId } of films) {
        await this.outbox.add(tx, { name: 'film.deleted', tenantId, filmId, data: {} });
      }
      return films.length === BATCH;
    });
  }
}
