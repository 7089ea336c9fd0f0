import type { DataSource, EntityManager } from 'typeorm';
import { unitIds } from '@shared/build-graph/unit-ids';
import type { UnitRecipe } from '@shared/contracts/build-order';
import { hashOf } from '@shared/contracts/canonical-json';
import type { EventData } from '@shared/contracts/events';
import { type KeyframePlace, layOutKeyframes, type ScenePlace } from '@shared/contracts/keyframe-layout';
import { modelsSchema } from '@shared/contracts/models';
import { AppError } from '@shared/errors/app-error';
import type { FilmRef } from './film-ref';
import { findBrief } from './units';

/** What the stages behind the planner were told of a film. */
export type ApprovedBrief = EventData<'storyboard.approved'>;

type FilmRevision = Pick<FilmRef, 'filmId' | 'revision'>;

/** Those that each database was asked for last: a brief is never changed, and is wanted several times for each unit. */
const known = new WeakMap<DataSource, Map<string, ApprovedBrief>>();
const MOST_KNOWN = 50;

export async function findApprovedBrief(tx: EntityManager, film: FilmRevision): Promise<ApprovedBrief | null> {
  const briefs = known.get(tx.dataSource) ?? new Map<string, ApprovedBrief>();
  known.set(tx.dataSource, briefs);
  const key = `${film.filmId}/${film.revision}`;
  const remembered = briefs.get(key);
  if (remembered) return remembered;
  const kept = await findBrief<ApprovedBrief>(tx, film);
  if (kept === null) return null;
  const brief = withRecipes(kept, film);
  // What a transaction has just written may still be taken back.
  if (tx.queryRunner?.isTransactionActive !== true) remember(briefs, key, brief);
  return brief;
}

function remember(briefs: Map<string, ApprovedBrief>, key: string, brief: ApprovedBrief): void {
  briefs.set(key, brief);
  const [oldest] = briefs.keys();
  if (briefs.size > MOST_KNOWN && oldest !== undefined) briefs.delete(oldest);
}

export async function loadApprovedBrief(tx: EntityManager, film: FilmRevision): Promise<ApprovedBrief> {
  const brief = await findApprovedBrief(tx, film);
  if (brief) return brief;
  throw new AppError('INTERNAL', `film ${film.filmId} revision ${film.revision} was never approved here`, {
    retryable: false,
  });
}

// A film that was approved before there were recipes: its units are like nothing else, so nothing of them is reused.
function withRecipes(kept: ApprovedBrief, film: FilmRevision): ApprovedBrief {
  const { runThrough = 'film', approve = [] } = kept.spec as Partial<ApprovedBrief['spec']>;
  const spec = { ...kept.spec, runThrough, approve };
  const { units = [], openGates = [], models = null } = kept as Partial<ApprovedBrief>;
  const brief = { ...kept, spec, units, openGates, models: models && modelsSchema.parse(models) };
  return units.length > 0 ? brief : { ...brief, units: describePlain(brief, film) };
}

function describePlain({ scenes, spec }: ApprovedBrief, film: FilmRevision): UnitRecipe[] {
  const { keyframes, scenes: places } = layOutKeyframes(scenes.map(({ transition }) => transition));
  const recipeOf = (kind: string, n: number) => ({
    take: 1,
    recipe: hashOf({ filmId: film.filmId, revision: film.revision, kind, n }),
  });
  const anchorOf = ({ index, position }: KeyframePlace) => index - (spec.continuity === 'chain' ? 1 : position);
  const toKeyframe = (place: KeyframePlace): UnitRecipe => {
    const { index: n, position, startsScene, endsScene } = place;
    const isFirst = position === 0;
    const scene = `s${(isFirst ? startsScene : endsScene) ?? 1}`;
    const refs: UnitRecipe['refs'] = isFirst ? {} : { anchor: { kind: 'keyframe', n: anchorOf(place) } };
    const id = isFirst ? unitIds.startOf(scene) : unitIds.endOf(scene);
    return { kind: 'keyframe', n, id, refs, ...recipeOf('keyframe', n) };
  };
  const toClip = ({ n, startKeyframe, endKeyframe }: ScenePlace): UnitRecipe => ({
    kind: 'clip',
    n,
    id: unitIds.clipOf(`s${n}`),
    refs: { start: { kind: 'keyframe', n: startKeyframe }, end: { kind: 'keyframe', n: endKeyframe } },
    ...recipeOf('clip', n),
  });
  return [...keyframes.map(toKeyframe), ...places.map(toClip)];
}
