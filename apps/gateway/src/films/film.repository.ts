import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { FILM_STATUSES, type FilmStatus } from '@shared/contracts/film';
import type { StreamEvent } from '@shared/contracts/film-stream';
import { isId } from '@shared/contracts/ids';
import { Doorbell } from '@shared/database/doorbell';
import type { FilmRecord } from './film-record';
import type { FilmChange } from './film-steps';
import { loadRecords } from './load-records';
import { saveChange } from './save-change';
import { throwNoFilm } from './throw-no-film';

/** Rung with a film's id when its log has grown. */
export const FILMS_CHANNEL = 'films';

export interface FilmPage {
  tenantId: string;
  statuses: readonly FilmStatus[] | null;
  /** Only films older than this one. */
  before: string | null;
  limit: number;
}

@Injectable()
export class FilmRepository {
  /** What a transaction left of a film that it has locked: of several facts only the first has to read it. */
  private readonly locked = new WeakMap<EntityManager, Map<string, FilmRecord>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  async insert(tx: EntityManager, change: FilmChange): Promise<void> {
    await saveChange(tx, null, change);
    await this.doorbell.ring(tx, FILMS_CHANNEL, change.record.film.id);
  }

  /** Locks the film until `tx` ends, so `change` may be computed from what it is given. Null when there is no such film. */
  async update(
    tx: EntityManager,
    filmId: string,
    change: (record: FilmRecord) => FilmChange,
  ): Promise<FilmRecord | null> {
    if (!isId('film', filmId)) return null;
    const locked = this.locked.get(tx) ?? new Map<string, FilmRecord>();
    this.locked.set(tx, locked);
    const before = locked.get(filmId) ?? (await lockRecord(tx, filmId));
    if (before === null) return null;
    const after = change(before);
    await saveChange(tx, before, after);
    if (after.events.length > 0) await this.doorbell.ring(tx, FILMS_CHANNEL, filmId);
    locked.set(filmId, after.record);
    return after.record;
  }

  /** Null when this tenant has no such film. */
  async load(tenantId: string, filmId: string): Promise<FilmRecord | null> {
    if (!isId('film', filmId)) return null;
    const which = 'WHERE id = $1 AND tenant_id = $2 AND deleted_at IS NULL';
    const [record] = await loadRecords(this.dataSource.manager, which, [filmId, tenantId]);
    return record ?? null;
  }

  async loadOrThrow(tenantId: string, filmId: string): Promise<FilmRecord> {
    return (await this.load(tenantId, filmId)) ?? throwNoFilm(filmId);
  }

  /** The newest first. */
  loadPage({ tenantId, statuses, before, limit }: FilmPage): Promise<FilmRecord[]> {
    const [older, values] = before === null ? ['', []] : ['AND id < $4', [before]];
    return loadRecords(
      this.dataSource.manager,
      `WHERE tenant_id = $1 AND deleted_at IS NULL AND status = ANY($2) ${older} ORDER BY id DESC LIMIT $3`,
      [tenantId, statuses ?? FILM_STATUSES, limit, ...values],
    );
  }

  async exists(tenantId: string, filmId: string): Promise<boolean> {
    if (!isId('film', filmId)) return false;
    const rows = await this.dataSource.query<unknown[]>(
      'SELECT 1 FROM films WHERE id = $1 AND tenant_id = $2 AND deleted_at IS NULL',
      [filmId, tenantId],
    );
    return rows.length > 0;
  }

  /** What the log holds behind `after`, oldest first. */
  async loadEvents(filmId: string, after: number, limit: number): Promise<StreamEvent[]> {
    const rows = await this.dataSource.query<{ event: StreamEvent }[]>(
      'SELECT event FROM film_events WHERE film_id = $1 AND seq > $2 ORDER BY seq LIMIT $3',
      [filmId, after, limit],
    );
    return rows.map(({ event }) => event);
  }
}

// Two statements: what one reads that had to wait for the lock is partly from before it.
async function lockRecord(tx: EntityManager, filmId: string): Promise<FilmRecord | null> {
  const found = await tx.query<unknown[]>('SELECT 1 FROM films WHERE id = $1 AND deleted_at IS NULL FOR UPDATE', [
    filmId,
  ]);
  if (found.length === 0) return null;
  const [record] = await loadRecords(tx, 'WHERE id = $1', [filmId]);
  return record ?? null;
}
