import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isFinal } from '@shared/contracts/film';
import { SCENE_SECONDS } from '@shared/contracts/storyboard';
import { AppError } from '@shared/errors/app-error';
import type { Download } from '../downloads/send-artifact';
import type { FilmSceneEntity } from '../films/film-scene.entity';
import type { FilmEntity } from '../films/film.entity';
import { FilmRepository } from '../films/film.repository';
import { buildPlaylist } from './build-playlist';
import { loadFragments } from './film-fragments';

interface FragmentPlace {
  filmId: string;
  revision: string;
  take: string;
  /** `<index>.m4s` or `<index>.init.mp4`. */
  name: string;
}

/** Looks up what can be streamed of a film, after the check of whose it is. */
@Injectable()
export class StreamFilm {
  constructor(
    private readonly films: FilmRepository,
    private readonly dataSource: DataSource,
  ) {}

  async playlist(tenantId: string, filmId: string): Promise<{ text: string; isWhole: boolean }> {
    const { film, scenes } = await this.films.loadOrThrow(tenantId, filmId);
    const { stream } = film;
    if (stream === null) throwNothingYet(film);
    const fragments = await loadFragments(this.dataSource.manager, filmId, stream);
    const isWhole = stream.isWhole || isFinal(film.status);
    // Nobody may be told a smaller number first and a larger one later.
    const mostSeconds = Math.max(longestOf(scenes) + 1, ...fragments.map(({ seconds }) => seconds));
    return { text: buildPlaylist({ stream, fragments, mostSeconds, isWhole }), isWhole };
  }

  async fragment(tenantId: string, { filmId, ...place }: FragmentPlace): Promise<Download> {
    const { film } = await this.films.loadOrThrow(tenantId, filmId);
    const [revision, take] = [Number(place.revision), Number(place.take)];
    const [, rawIndex, kind] = /^(\d{1,4})\.(m4s|init\.mp4)$/.exec(place.name) ?? [];
    const isPlace = [place.revision, place.take].every((text) => /^[1-9]\d{0,8}$/.test(text));
    const fragments = isPlace ? await loadFragments(this.dataSource.manager, film.id, { revision, take }) : [];
    const fragment = rawIndex === undefined ? undefined : fragments[Number(rawIndex)];
    if (!fragment)
      throw new AppError('NOT_FOUND', `The stream of film ${film.id} has no ${JSON.stringify(place.name)}`);
    return { artifact: kind === 'm4s' ? fragment.artifact : fragment.init, fileName: place.name };
  }
}

function longestOf(scenes: readonly FilmSceneEntity[]): number {
  return scenes.length === 0 ? SCENE_SECONDS.max : Math.max(...scenes.map(({ seconds }) => seconds));
}

function throwNothingYet({ id, status }: FilmEntity): never {
  throw new AppError('NOT_FOUND', `There is nothing to be streamed of film ${id}, which is ${status}`, {
    retryable: !isFinal(status),
    details: { filmStatus: status },
  });
}
