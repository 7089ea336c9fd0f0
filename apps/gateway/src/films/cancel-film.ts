import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '@shared/clock/clock';
import type { FilmView } from '@shared/contracts/film';
import { Outbox } from '@shared/messaging/outbox';
import { requestCancel } from './cancel-steps';
import type { FilmRecord } from './film-record';
import { FilmRepository } from './film.repository';
import { toFilmView } from './film-view';
import { tellSteps } from './tell-steps';
import { throwNoFilm } from './throw-no-film';

/** Nothing new is bought from here on; the film ends when every stage has let go of it. */
@Injectable()
export class CancelFilm {
  constructor(
    private readonly dataSource: DataSource,
    private readonly films: FilmRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  handle(tenantId: string, filmId: string): Promise<FilmView> {
    return this.dataSource.transaction(async (tx) => {
      const at = this.clock.now().toISOString();
      const record = await this.films.update(tx, filmId, (before) => {
        if (before.film.tenantId !== tenantId) throwNoFilm(filmId);
        return tellSteps(before, requestCancel(before), at);
      });
      if (record === null) throwNoFilm(filmId);
      if (record.film.status === 'cancelling') await this.state(tx, record);
      return toFilmView(record);
    });
  }

  private async state(tx: EntityManager, { film }: FilmRecord): Promise<void> {
    const { id: filmId, tenantId, revision } = film;
    await this.outbox.add(tx, { name: 'film.cancel-requested', tenantId, filmId, data: { revision } });
  }
}
