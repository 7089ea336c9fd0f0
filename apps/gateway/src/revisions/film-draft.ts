import { type Build, describeFilm, type DescribedUnit } from '@shared/build-graph/describe-film';
import { type NamedStoryboard, withSceneIds } from '@shared/build-graph/scene-ids';
import type { Draft } from '@shared/build-graph/revise-units';
import type { Answer } from '@shared/contracts/build-order';
import { modelsSchema } from '@shared/contracts/models';
import { toMicros } from '@shared/contracts/money';
import { specSchema } from '@shared/contracts/order';
import type { Storyboard } from '@shared/contracts/storyboard';
import { AppError } from '@shared/errors/app-error';
import type { FilmRecord } from '../films/film-record';
import type { FilmTake } from '../films/film-takes';
import type { FilmBuild, FilmEntity } from '../films/film.entity';

/** A film as it is, in the form in which revisions are made of it. */
export interface FilmNow {
  record: FilmRecord;
  build: FilmBuild;
  storyboard: NamedStoryboard;
  draft: Draft;
  units: DescribedUnit[];
  /** What each unit shows. */
  answers: ReadonlyMap<string, Answer>;
  takes: readonly FilmTake[];
}

export function toFilmNow(record: FilmRecord, storyboard: Storyboard, takes: readonly FilmTake[]): FilmNow {
  const build = buildOf(record.film);
  const named = withSceneIds(storyboard);
  const draft = { build: toBuild(build, named), pins: build.pins };
  const units = describeFilm(draft.build);
  return { record, build, storyboard: named, draft, units, answers: findAnswers(record, takes), takes };
}

/** What the revision is made from, also of films from before there were revisions. */
export function buildOf({ build, order }: FilmEntity): FilmBuild {
  if (build !== null) return { ...build, models: build.models && modelsSchema.parse(build.models) };
  const spec = specSchema.parse({ ...order, budgetMicros: toMicros(order.budgetUsd) });
  return { spec, storyboard: null, takes: {}, notes: {}, pins: {}, models: null, openGates: [] };
}

function toBuild({ spec, models, takes, notes }: FilmBuild, storyboard: Storyboard): Build {
  if (models !== null) return { spec, models, storyboard, takes, notes };
  throw new AppError('CONFLICT', 'The film was made before films could be changed; order it anew');
}

function findAnswers(record: FilmRecord, takes: readonly FilmTake[]): Map<string, Answer> {
  const shown = new Map<string, string>();
  for (const { unitId, artifact } of record.keyframes) if (unitId && artifact) shown.set(unitId, artifact.sha256);
  for (const { id, clip } of record.scenes) if (clip) shown.set(`clip/${id}`, clip.sha256);
  const isShown = ({ unitId, answer }: FilmTake): boolean => shown.get(unitId) === answer.artifact.sha256;
  return new Map(takes.filter(isShown).map(({ unitId, answer }) => [unitId, answer]));
}
