import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppError } from '@shared/errors/app-error';
import { buildFileName } from '../downloads/file-name';
import type { Download } from '../downloads/send-artifact';
import { listFilmTakes } from '../films/film-takes';
import { FilmRepository } from '../films/film.repository';

/** Looks up one of the takes of a film, whether it is used or not. */
@Injectable()
export class FindTake {
  constructor(
    private readonly dataSource: DataSource,
    private readonly films: FilmRepository,
  ) {}

  async handle({ tenantId, filmId, sha256 }: { tenantId: string; filmId: string; sha256: string }): Promise<Download> {
    const { film } = await this.films.loadOrThrow(tenantId, filmId);
    const takes = await listFilmTakes(this.dataSource.manager, filmId);
    const take = takes.find(({ answer }) => answer.artifact.sha256 === sha256);
    if (!take) throw new AppError('NOT_FOUND', `Film ${filmId} has no take with the SHA-256 ${JSON.stringify(sha256)}`);
    const { artifact } = take.answer;
    const label = `${take.unitId.replaceAll('/', ' ')} take ${take.take}`;
    return { artifact, fileName: buildFileName(film.title, label, artifact.mediaType) };
  }
}
