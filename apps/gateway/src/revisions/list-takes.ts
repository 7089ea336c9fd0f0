import { Injectable } from '@nestjs/common';
import { AppError } from '@shared/errors/app-error';
import { SCENE_PARTS, type ScenePart, type TakeList } from '@shared/contracts/revisions';
import { sceneLinks } from '../films/film-links';
import type { FilmTake } from '../films/film-takes';
import { FilmRepository } from '../films/film.repository';
import type { FilmNow } from './film-draft';
import { LoadFilmNow } from './load-film-now';
import { findScene, findUnit, parseSceneName } from './revision-wishes';

/** Everything that was ever made for a scene; any of it can be chosen again. */
@Injectable()
export class ListTakes {
  constructor(
    private readonly films: FilmRepository,
    private readonly loadFilmNow: LoadFilmNow,
  ) {}

  async handle({
    tenantId,
    filmId,
    scene: rawScene,
  }: {
    tenantId: string;
    filmId: string;
    scene: string;
  }): Promise<TakeList> {
    const record = await this.films.loadOrThrow(tenantId, filmId);
    const now = await this.loadFilmNow.handle(record);
    if (now === null) throw new AppError('NOT_FOUND', `Film ${filmId} has no scenes yet`);
    const scene = parseSceneName(rawScene);
    const n = now.storyboard.scenes.indexOf(findScene(now, scene)) + 1;
    const data = SCENE_PARTS.flatMap((part) => toTakeViews(now, { part, n, unitId: findUnit(now, scene, part) }));
    return { data, nextCursor: null };
  }
}

function toTakeViews(
  { takes, answers, record }: FilmNow,
  { part, n, unitId }: { part: ScenePart; n: number; unitId: string },
): TakeList['data'] {
  // By file: two takes may turn out the same to the byte.
  const used = answers.get(unitId)?.artifact.key;
  return takes
    .filter((take) => take.unitId === unitId)
    .map(({ take, revision, answer, at }: FilmTake) => ({
      ...{ part, take, revision, attemptId: answer.attemptId, from: answer.filmId, at: new Date(at).toISOString() },
      sha256: answer.artifact.sha256,
      bytes: answer.artifact.bytes,
      selected: answer.artifact.key === used,
      link: `${sceneLinks(record.film.id, n).takes}/${answer.artifact.sha256}`,
    }));
}
