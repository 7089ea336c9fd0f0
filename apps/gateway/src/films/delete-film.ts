import { Injectable } from '@nestjs/common';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import { artifactKeys } from '@shared/artifacts/artifact-keys';
import { isFinal } from '@shared/contracts/film';
import { AppError } from '@shared/errors/app-error';
import { FilmRepository } from './film.repository';

/** Removes an ended film with everything that was made for it. */
@Injectable()
export class DeleteFilm {
  constructor(
    private readonly films: FilmRepository,
    private readonly store: ArtifactStore,
  ) {}

  async handle(tenantId: string, filmId: string): Promise<void> {
    const { film } = await this.films.loadOrThrow(tenantId, filmId);
    if (!isFinal(film.status)) {
      throw new AppError('CONFLICT', `Film ${filmId} is ${film.status}; cancel it before you delete it`, {
        details: { filmStatus: film.status },
      });
    }
    // The files first: as long as the row is there, a delete that was interrupted can be repeated.
    await this.store.removePrefix(artifactKeys.film({ tenantId, filmId }));
    await this.films.remove(filmId);
  }
}
