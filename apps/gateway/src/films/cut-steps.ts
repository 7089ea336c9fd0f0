import type { FilmEvent } from '@shared/contracts/events';
import type { FilmRecord } from './film-record';
import { endFilm, type FilmStep, patchFilm } from './film-steps';

export function cutStarted(record: FilmRecord): FilmStep[] {
  if (record.film.cutStatus !== 'pending') return [];
  return [{ name: 'cut.started', record: patchFilm(record, { cutStatus: 'running' }) }];
}

export function cutReady(record: FilmRecord, { data, occurredAt }: FilmEvent<'cut.ready'>): FilmStep[] {
  if (record.film.cutStatus === 'ready' || record.film.cutStatus === 'failed') return [];
  const { video, poster, gaps } = data;
  const ready = patchFilm(record, { cutStatus: 'ready', video, poster, gaps, videoRevision: record.film.revision });
  const end = gaps.length > 0 ? 'partial' : 'succeeded';
  return [{ name: 'cut.ready', record: ready }, ...endFilm(ready, end, new Date(occurredAt))];
}

export function cutFailed(record: FilmRecord, { data, occurredAt }: FilmEvent<'cut.failed'>): FilmStep[] {
  if (record.film.cutStatus === 'ready' || record.film.cutStatus === 'failed') return [];
  const { error, gaps } = data;
  const failed = patchFilm(record, { cutStatus: 'failed', error, gaps });
  return [{ name: 'cut.failed', record: failed }, ...endFilm(failed, 'failed', new Date(occurredAt))];
}

/** A finished cut ends the film, so it waits until all that it was made of has been heard of as well. */
export function isCutComplete({ scenes, keyframes }: FilmRecord): boolean {
  const areClipsKnown = scenes.every(({ clipStatus }) => clipStatus !== 'pending');
  // Behind a failed keyframe the rest of its chain may never be spoken of.
  const areKeyframesKnown =
    keyframes.every(({ status }) => status !== 'pending') || keyframes.some(({ status }) => status === 'failed');
  return areClipsKnown && areKeyframesKnown;
}
