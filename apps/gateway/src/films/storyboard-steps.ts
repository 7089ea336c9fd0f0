import type { FilmEvent } from '@shared/contracts/events';
import { layOutKeyframes } from '@shared/contracts/keyframe-layout';
import type { FilmRecord } from './film-record';
import { beginFilm, endFilm, type FilmStep, patchFilm } from './film-steps';

const NOTHING_YET = { status: 'pending', artifact: null, readyAt: null, error: null } as const;
const NO_CLIP_YET = { clipStatus: 'pending', clip: null, clipSeconds: null, clipReadyAt: null, error: null } as const;

export function approveStoryboard(record: FilmRecord, { data }: FilmEvent<'storyboard.approved'>): FilmStep[] {
  if (record.scenes.length > 0) return [];
  const filmId = record.film.id;
  const ordered = [...data.scenes].sort((a, b) => a.n - b.n);
  const { keyframes } = layOutKeyframes(ordered.map(({ transition }) => transition));
  const { title, estimateMicros } = data;
  const approved: FilmRecord = {
    ...patchFilm(record, { title, estimateMicros, storyboardStatus: 'ready' }),
    scenes: ordered.map((scene) => ({ filmId, ...scene, ...NO_CLIP_YET })),
    keyframes: keyframes.map(({ index }) => ({ filmId, index, ...NOTHING_YET })),
  };
  return [{ name: 'storyboard.ready', record: beginFilm(approved) }];
}

export function failStoryboard(record: FilmRecord, fact: FilmEvent<'storyboard.failed'>): FilmStep[] {
  if (record.film.storyboardStatus !== 'pending') return [];
  const { error } = fact.data;
  const failed = patchFilm(beginFilm(record), { storyboardStatus: 'failed', error });
  return [{ name: 'storyboard.failed', record: failed }, ...endFilm(failed, 'failed', new Date(fact.occurredAt))];
}
