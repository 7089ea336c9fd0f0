import { basename } from 'node:path/posix';
import { type CutSpec, type CutView, DEFAULT_CUT_SPEC } from '@shared/contracts/cut';
import type { FilmEntity } from '../films/film.entity';

/** How the film is to be cut: what its latest revision carries. */
export function cutSpecOf({ build }: Pick<FilmEntity, 'build'>): CutSpec {
  return build?.spec.cut ?? DEFAULT_CUT_SPEC;
}

export function takeOf({ cutTake, revision }: Pick<FilmEntity, 'cutTake' | 'revision'>): number {
  return cutTake?.revision === revision ? cutTake.take : 1;
}

export function toCutView(film: FilmEntity): CutView {
  const { music, ...rest } = cutSpecOf(film);
  return {
    take: takeOf(film),
    ...rest,
    // Music is kept under its id.
    music: music && { id: basename(music.artifact.key), gainDb: music.gainDb, duck: music.duck },
  };
}
