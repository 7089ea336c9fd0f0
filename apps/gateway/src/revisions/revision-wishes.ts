import type { z } from 'zod';
import { editImages } from '@shared/build-graph/edit-images';
import { editStoryboard } from '@shared/build-graph/edit-storyboard';
import { regenerateUnits, selectTake } from '@shared/build-graph/revise-units';
import { unitIds } from '@shared/build-graph/unit-ids';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { FilmStatus } from '@shared/contracts/film';
import type { EditStoryboard, Regenerate, retrySchema, ScenePart, Scope } from '@shared/contracts/revisions';
import { AppError } from '@shared/errors/app-error';
import type { FilmRecord } from '../films/film-record';
import { findGate } from '../films/film-gates';
import { toInvalidInput } from '../http/parse-input';
import { toShownValue } from '../http/shown-value';
import type { FilmNow } from './film-draft';
import { isSameFilm } from './is-same-film';
import { type RevisionWish, withModels } from './next-revision';
import { throwOnStatus } from './throw-on-conflict';

const CHANGEABLE: readonly FilmStatus[] = [
  'queued',
  'running',
  'waiting',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
];
const RETRIABLE: readonly FilmStatus[] = ['partial', 'failed', 'cancelled'];

export function toEdit(edit: EditStoryboard, uploads: ReadonlyMap<string, ArtifactRef>): RevisionWish {
  return (record, film) => {
    const now = throwOnNoStoryboard(record, film, 'edited');
    const storyboard = editStoryboard(now.storyboard, edit, record.film.revision + 1);
    const { spec } = now.draft.build;
    const sceneIds = now.storyboard.scenes.map(({ id }) => id);
    const images = editImages(spec.images, edit, { uploads, sceneIds });
    const draft = { ...now.draft, build: { ...now.draft.build, storyboard, spec: { ...spec, images } } };
    const next = withModels({ draft, storyboard }, record, edit.models);
    return isSameFilm(now, next) ? null : next;
  };
}

export function toAnotherTake(rawScene: string, { part, scope, note }: Regenerate): RevisionWish {
  return (record, film) => {
    const now = throwOnNoStoryboard(record, film, 'regenerated');
    const ids = [findUnit(now, parseSceneName(rawScene), part)];
    return { draft: regenerateUnits(now.draft, { ids, scope, answers: now.answers, note: note ?? null }) };
  };
}

export function toSelected(
  rawScene: string,
  { part, sha256, scope }: { part: ScenePart; sha256: string; scope: Scope },
): RevisionWish {
  return (record, film) => {
    const now = throwOnNoStoryboard(record, film, 'changed');
    const id = findUnit(now, parseSceneName(rawScene), part);
    const take = now.takes.find(({ unitId, answer }) => unitId === id && answer.artifact.sha256 === sha256);
    if (!take)
      throw new AppError(
        'NOT_FOUND',
        `Scene ${rawScene} has no ${part} with the SHA-256 ${sha256}; its takes name those there are`,
      );
    const next = { draft: selectTake(now.draft, { id, answer: take.answer, scope, answers: now.answers }) };
    return isSameFilm(now, next) ? null : next;
  };
}

/** The same again: what is there is kept, what failed is tried once more. */
export function toRetry({ budgetUsd, models }: z.infer<typeof retrySchema>): RevisionWish {
  return (record, now) => {
    throwOnStatus(record, 'retried', RETRIABLE);
    return withModels({ draft: now?.draft ?? null, ...(budgetUsd !== undefined && { budgetUsd }) }, record, models);
  };
}

/** Another take of what a waiting film shows, with what somebody wants otherwise. */
export function toRejected({
  notes,
  scenes,
}: {
  notes: string;
  scenes?: (string | number)[] | undefined;
}): RevisionWish {
  return (record, film) => {
    throwOnStatus(record, 'rejected', ['waiting']);
    const gate = findGate(record.film);
    if (gate === 'storyboard') return replan(record, notes, scenes);
    const now = throwOnNoStoryboard(record, film, 'rejected');
    const rejected = scenes?.map((scene) => findScene(now, scene).id) ?? now.storyboard.scenes.map(({ id }) => id);
    const kind = gate === 'clips' ? 'clip' : 'keyframe';
    const ids = now.units
      .filter(({ id }) => id.startsWith(kind) && rejected.includes(id.split('/')[1] ?? ''))
      .map(({ id }) => id);
    return { draft: regenerateUnits(now.draft, { ids, scope: 'downstream', answers: now.answers, note: notes }) };
  };
}

function replan({ film }: FilmRecord, note: string, scenes: unknown) {
  if (scenes !== undefined) {
    const rule = 'must be left out where the film waits with its storyboard, which is rejected as a whole';
    throw toInvalidInput([{ field: 'scenes', rule, value: toShownValue(scenes) }]);
  }
  if (film.order.prompt === null) {
    throw new AppError('CONFLICT', `Film ${film.id} has a storyboard of its user's own; change it with PATCH`);
  }
  const take = (film.build?.takes[unitIds.storyboard] ?? 1) + 1;
  return { draft: null, replan: { take, note } };
}

function throwOnNoStoryboard(record: FilmRecord, now: FilmNow | null, what: string): FilmNow {
  throwOnStatus(record, what, CHANGEABLE);
  if (now) return now;
  const { id, status } = record.film;
  throw new AppError('CONFLICT', `Film ${id} is ${status} and has no storyboard that could be ${what}`, {
    details: { filmStatus: status },
    retryable: status === 'queued' || status === 'running',
  });
}

/** A scene by its number, or by its id. */
export function findScene({ storyboard, record }: FilmNow, name: string | number) {
  const { scenes } = storyboard;
  const scene = typeof name === 'number' ? scenes[name - 1] : scenes.find(({ id }) => id === name);
  if (scene) return scene;
  const { id: filmId } = record.film;
  throw new AppError('NOT_FOUND', `Film ${filmId} has scenes 1 to ${scenes.length}, not ${JSON.stringify(name)}`);
}

// A user's own scenes may have numbers for ids: in an address a number is a number.
export function parseSceneName(rawScene: string): string | number {
  return /^[1-9]\d{0,2}$/.test(rawScene) ? Number(rawScene) : rawScene;
}

// What a scene starts with is the end of the scene before it, unless it opens a chain.
export function findUnit(now: FilmNow, scene: string | number, part: ScenePart): string {
  const clipId = unitIds.clipOf(findScene(now, scene).id);
  if (part === 'clip') return clipId;
  return now.units.find(({ id }) => id === clipId)?.refs[part] ?? clipId;
}
