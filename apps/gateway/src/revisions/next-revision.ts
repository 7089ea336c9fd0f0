import type { NamedStoryboard } from '@shared/build-graph/scene-ids';
import type { PlannedUnit } from '@shared/build-graph/plan-film';
import type { Draft } from '@shared/build-graph/revise-units';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { FilmImages } from '@shared/contracts/film-images';
import { changeModels, type Models, type ModelWishes, toModelLists } from '@shared/contracts/models';
import { toMicros, toUsd } from '@shared/contracts/money';
import type { FilmRecord } from '../films/film-record';
import { buildOf, type FilmNow } from './film-draft';
import { beginRevision, layOutScenes } from './lay-out-revision';

/** What somebody wants a film to be. */
export interface NextRevision {
  /** null: the storyboard is to be written anew, with these takes and notes. */
  draft: Draft | null;
  /** Set when the storyboard itself is another one. */
  storyboard?: NamedStoryboard;
  replan?: { take: number; note: string | null };
  budgetUsd?: string;
  /** Where they are to be others than they were. */
  models?: Models;
}

/** Null where the film is that already; throws where it cannot become that. `now` is null while it has no storyboard. */
export type RevisionWish = (record: FilmRecord, now: FilmNow | null) => NextRevision | null;

export interface AppliedRevision {
  record: FilmRecord;
  next: NextRevision;
  plan: readonly PlannedUnit[] | null;
  /** Where the changed storyboard is kept; null when it is as it was, or only planned. */
  storyboard: ArtifactRef | null;
  at: Date;
}

/** The same with other models, where some are named. */
export function withModels(next: NextRevision, { film }: FilmRecord, wishes: ModelWishes): NextRevision {
  const before = buildOf(film).models;
  if (wishes === undefined || before === null) return next;
  const models = changeModels(before, wishes);
  return { ...next, models, draft: next.draft && { ...next.draft, build: { ...next.draft.build, models } } };
}

/** The film at the beginning of its next revision. */
export function applyRevision({ record, next, plan, storyboard, at }: AppliedRevision): FilmRecord {
  const { film } = record;
  const before = buildOf(film);
  const limit = next.budgetUsd === undefined ? null : toMicros(next.budgetUsd);
  const spec = limit === null ? before.spec : { ...before.spec, budgetMicros: limit };
  const models = next.models ?? before.models;
  const order = {
    ...film.order,
    ...(limit !== null && { budgetUsd: toUsd(limit) }),
    models: models && toModelLists(models),
  };
  if (next.draft === null) {
    const replanned = beginRevision(record, {
      order,
      title: null,
      build: toReplanned({ ...before, spec, models }, next),
    });
    return { ...replanned, scenes: [], keyframes: [] };
  }
  const { build: described, pins } = next.draft;
  const build = {
    ...before,
    spec: { ...spec, images: described.spec.images, scenes: described.storyboard.scenes.length },
    storyboard: storyboard ?? before.storyboard,
    takes: { ...described.takes },
    notes: { ...described.notes },
    pins: { ...pins },
    models,
  };
  const changes = {
    order: { ...order, ...toOrderImages(build.spec.images), scenes: build.spec.scenes },
    title: described.storyboard.title,
    build,
  };
  const begun = beginRevision(record, changes);
  return { ...begun, ...layOutScenes(record, described.storyboard, { plan: plan ?? [], at }) };
}

function toOrderImages(images: FilmImages | undefined) {
  const { references, keyframes } = images ?? { references: [], keyframes: [] };
  return {
    references: references.map(({ name, kind, from: image }) => ({ name, kind, image })),
    keyframes: keyframes.map(({ scene, frame, from: image }) => ({ scene, frame, image })),
  };
}

function toReplanned(build: ReturnType<typeof buildOf>, { replan }: NextRevision): ReturnType<typeof buildOf> {
  const { take = build.takes['storyboard'] ?? 1, note = build.notes['storyboard'] ?? null } = replan ?? {};
  const notes: Record<string, string> = note === null ? {} : { storyboard: note };
  // What was decided for scenes of the old storyboard says nothing about those of the new one.
  return { ...build, storyboard: null, takes: { storyboard: take }, notes, pins: {} };
}
