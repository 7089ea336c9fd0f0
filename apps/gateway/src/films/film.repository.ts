import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull, LessThan, MoreThan } from 'typeorm';
import type { FilmStatus } from '@shared/contracts/film';
import type { StreamEvent } from '@shared/contracts/film-stream';
import { isId } from '@shared/contracts/ids';
import { Doorbell } from '@shared/database/doorbell';
import { filmEventTable } from './film-event.entity';
import type { FilmRecord } from './film-record';
import type { FilmChange } from './film-steps';
import { filmTable } from './film.entity';
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
    return this.readAtOnce(async (tx) => {
      const [record] = await loadRecords(tx, await tx.findBy(filmTable, { id: filmId, tenantId, deletedAt: IsNull() }));
      return record ?? null;
    });
  }

  async loadOrThrow(tenantId: string, filmId: string): Promise<FilmRecord> {
    return (await this.load(tenantId, filmId)) ?? throwNoFilm(filmId);
  }

  /** The newest first. */
  async loadPage({ tenantId, statuses, before, limit }: FilmPage): Promise<FilmRecord[]> {
    const where = {
      tenantId,
      deletedAt: IsNull(),
      ...(statuses && { status: In([...statuses]) }),
      ...(before !== null && { id: LessThan(before) }),
    };
    return this.readAtOnce(async (tx) =>
      loadRecords(tx, await tx.find(filmTable, { where, order: { id: 'DESC' }, take: limit })),
    );
  }

  async exists(tenantId: string, filmId: string): Promise<boolean> {
    return (
      isId('film', filmId) && this.dataSource.manager.existsBy(filmTable, { id: filmId, tenantId, deletedAt: IsNull() })
    );
  }

  /** What the log holds behind `after`, oldest first. */
  async loadEvents(filmId: string, after: number, limit: number): Promise<StreamEvent[]> {
    const where = { filmId, seq: MoreThan(after) };
    const rows = await this.dataSource.manager.find(filmEventTable, { where, order: { seq: 'ASC' }, take: limit });
    return rows.map(({ event }) => event);
  }

  // A film's rows are read as of one moment: a view has to be what its last event left behind.
  private readAtOnce<T>(read: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', read);
  }
}

async function lockRecord(tx: EntityManager, filmId: string): Promise<FilmRecord | null> {
  const film = await tx.findOne(filmTable, {
    where: { id: filmId, deletedAt: IsNull() },
    lock: { mode: 'pessimistic_write' },
  });
  if (film === null) return null;
  const [record] = await loadRecords(tx, [film]);
  return record ?? null;
}
