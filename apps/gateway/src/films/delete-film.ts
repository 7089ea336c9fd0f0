import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isFinal } from '@shared/contracts/film';
import { AppError } from '@shared/errors/app-error';
import type { FilmRecord } from './film-record';
import { FilmRepository } from './film.repository';
import { ForgetDeletedFilms } from './forget-deleted-films';
import { throwNoFilm } from './throw-no-film';

/** Removes an ended film. Each service then lets go of what it has of it; what no other film holds goes for good. */
@Injectable()
export class DeleteFilm {
  constructor(
    private readonly dataSource: DataSource,
    private readonly films: FilmRepository,
    private readonly forgetting: ForgetDeletedFilms,
  ) {}

  async handle(tenantId: string, filmId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const record = await this.films.update(tx, filmId, (before) => {
        throwOnOpen(before, tenantId);
        return { record: before, events: [] };
      });
      if (record === null) throwNoFilm(filmId);
      await tx.query('UPDATE films SET deleted_at = now() WHERE id = $1', [filmId]);
    });
    this.forgetting.wake();
  }
}

function throwOnOpen({ film }: FilmRecord, tenantId: string): void {
  if (film.tenantId !== tenantId) throwNoFilm(film.id);
  if (isFinal(film.status)) return;
  throw new AppError('CONFLICT', `Film ${film.id} is ${film.status}; cancel it before you delete it`, {
    details: { filmStatus: film.status },
  });
}
