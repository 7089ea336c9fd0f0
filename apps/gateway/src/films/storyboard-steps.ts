import { unitIds } from '@shared/build-graph/unit-ids';
import type { EventData, FilmEvent } from '@shared/contracts/events';
import { layOutKeyframes } from '@shared/contracts/keyframe-layout';
import { stopAtGate } from './film-gates';
import type { FilmRecord } from './film-record';
import { beginFilm, endFilm, type FilmStep, patchFilm } from './film-steps';

export const NO_HISTORY = { take: 1, stale: null, pinned: false } as const;
const NOTHING_YET = { status: 'pending', artifact: null, readyAt: null, error: null, ...NO_HISTORY } as const;
const NO_CLIP_YET = {
  clipStatus: 'pending' as const,
  clip: null,
  clipSeconds: null,
  clipReadyAt: null,
  error: null,
  history: [],
  ...NO_HISTORY,
};

/** Approved, or a draft that waits to be: what is known of the film is the same. */
export function approveStoryboard(
  record: FilmRecord,
  { data }: FilmEvent<'storyboard.approved' | 'storyboard.drafted'>,
): FilmStep[] {
  if (record.film.storyboardStatus === 'ready') return [];
  const { title, estimateMicros, storyboard, models, spec } = data;
  const { build } = record.film;
  const known = patchFilm(beginFilm(record), {
    title,
    estimateMicros,
    storyboardStatus: 'ready',
    // What has become of its images: no later revision and no fork fetches them again.
    build: build && { ...build, storyboard, models, spec: { ...build.spec, images: spec.images } },
  });
  // A revision of a storyboard that was there was laid out when it was asked for.
  const ready = known.scenes.length > 0 ? withWarnings(known, data) : layOut(known, data);
  const steps: FilmStep[] = [{ name: 'storyboard.ready', record: ready }];
  return [...steps, ...stopAtGate(ready)];
}

export function failStoryboard(record: FilmRecord, fact: FilmEvent<'storyboard.failed'>): FilmStep[] {
  if (record.film.storyboardStatus !== 'pending') return [];
  const { error } = fact.data;
  const failed = patchFilm(beginFilm(record), { storyboardStatus: 'failed', error });
  return [{ name: 'storyboard.failed', record: failed }, ...endFilm(failed, 'failed', new Date(fact.occurredAt))];
}

function withWarnings(record: FilmRecord, { scenes }: EventData<'storyboard.approved'>): FilmRecord {
  const warnings = new Map(scenes.map((scene) => [scene.n, scene.warnings]));
  return { ...record, scenes: record.scenes.map((scene) => ({ ...scene, warnings: warnings.get(scene.n) ?? [] })) };
}

function layOut(record: FilmRecord, { scenes, units }: EventData<'storyboard.approved'>): FilmRecord {
  const filmId = record.film.id;
  const ordered = [...scenes].sort((a, b) => a.n - b.n);
  const { keyframes } = layOutKeyframes(ordered.map(({ transition }) => transition));
  const recipeOf = (kind: string, n: number) => units.find((unit) => unit.kind === kind && unit.n === n);
  return {
    ...record,
    scenes: ordered.map((scene) => {
      const clip = recipeOf('clip', scene.n);
      const id = clip?.id.replace(CLIP, '') ?? `s${scene.n}`;
      return { filmId, id, ...scene, ...NO_CLIP_YET, take: clip?.take ?? 1 };
    }),
    keyframes: keyframes.map(({ index }) => {
      const keyframe = recipeOf('keyframe', index);
      return { filmId, index, unitId: keyframe?.id ?? null, ...NOTHING_YET, take: keyframe?.take ?? 1 };
    }),
  };
}

const CLIP = unitIds.clipOf('');
