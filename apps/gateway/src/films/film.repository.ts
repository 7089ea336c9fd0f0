import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { FILM_STATUSES, type FilmStatus } from '@shared/contracts/film';
import type { StreamEvent } from '@shared/contracts/film-stream';
import { isId } from '@shared/contracts/ids';
import { Doorbell } from '@shared/database/doorbell';
import { together } from '@shared/database/together';
import type { EventContext } from '@shared/messaging/event-handlers';
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

type MakeChange = (record: FilmRecord) => FilmChange;

/** What the tables hold of a film that a transaction has locked, and what is still to be written. */
interface LockedFilm {
  saved: FilmRecord;
  change: FilmChange;
}

@Injectable()
export class FilmRepository {
  /** Of several facts in a transaction only the first has to read the film. */
  private readonly locked = new WeakMap<EntityManager, Map<string, LockedFilm>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  async insert(tx: EntityManager, change: FilmChange): Promise<void> {
    await saveChange(tx, { before: null, change, channel: this.doorbell.nameOf(FILMS_CHANNEL) });
  }

  /** Locks the film until `tx` ends, so `change` may be computed from what it is given. Null when there is no such film. */
  async update(tx: EntityManager, filmId: string, change: MakeChange): Promise<FilmRecord | null> {
    const film = await this.lock(tx, filmId);
    if (film === null) return null;
    apply(film, change);
    await this.save(tx, film);
    return film.change.record;
  }

  /** As `update`, but what all events that came together make of the film is written once, before they are committed. */
  async hear(context: EventContext, filmId: string, change: MakeChange): Promise<FilmRecord | null> {
    const { tx } = context;
    const film = await this.lock(tx, filmId);
    if (film === null) return null;
    apply(film, change);
    context.beforeCommit(() => this.save(tx, film));
    return film.change.record;
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

  private async lock(tx: EntityManager, filmId: string): Promise<LockedFilm | null> {
    if (!isId('film', filmId)) return null;
    const films = this.locked.get(tx) ?? new Map<string, LockedFilm>();
    this.locked.set(tx, films);
    const known = films.get(filmId);
    if (known) return known;
    const saved = await lockRecord(tx, filmId);
    if (saved === null) return null;
    const film = { saved, change: { record: saved, events: [] } };
    films.set(filmId, film);
    return film;
  }

  private async save(tx: EntityManager, film: LockedFilm): Promise<void> {
    const { saved: before, change } = film;
    if (change.record === before) return;
    await saveChange(tx, { before, change, channel: this.doorbell.nameOf(FILMS_CHANNEL) });
    film.saved = change.record;
    film.change = { record: change.record, events: [] };
  }
}

function apply(film: LockedFilm, change: MakeChange): void {
  const { record, events } = change(film.change.record);
  film.change = { record, events: [...film.change.events, ...events] };
}

// Two statements: what one reads that had to wait for the lock is partly from before it.
async function lockRecord(tx: EntityManager, filmId: string): Promise<FilmRecord | null> {
  const [found, [record]] = await together(
    tx.query<unknown[]>('SELECT 1 FROM films WHERE id = $1 AND deleted_at IS NULL FOR UPDATE', [filmId]),
    loadRecords(tx, 'WHERE id = $1', [filmId]),
  );
  return found.length === 0 ? null : (record ?? null);
}
