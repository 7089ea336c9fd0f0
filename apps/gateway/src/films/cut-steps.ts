import type { FilmEvent } from '@shared/contracts/events';
import type { FilmRecord } from './film-record';
import { beginFilm, endFilm, type FilmStep, patchFilm } from './film-steps';

type CutFact = FilmEvent<'cut.started' | 'cut.extended' | 'cut.ready' | 'cut.failed' | 'cut.illustrated'>;

export function cutStarted(record: FilmRecord, fact: FilmEvent<'cut.started'>): FilmStep[] {
  if (record.film.cutStatus !== 'pending' || isSuperseded(record, fact)) return [];
  return [{ name: 'cut.started', record: beginFilm(patchFilm(record, { cutStatus: 'running' })) }];
}

/** With fewer, the player of Chromium takes a playlist that still grows for a broken one. */
const LEAST_FRAGMENTS = 3;

/** The first cut of a film is streamed as it grows; of later ones the film that is there is streamed until they are done. */
export function cutExtended(record: FilmRecord, fact: FilmEvent<'cut.extended'>): FilmStep[] {
  const { video, stream } = record.film;
  const ref = toTakeRef(fact);
  const isShown = stream?.revision === ref.revision && stream.take === ref.take;
  if (video !== null || isShown || isSuperseded(record, fact)) return [];
  if (!fact.data.fragments.some(({ index }) => index >= LEAST_FRAGMENTS - 1)) return [];
  return [{ name: 'cut.streamable', record: patchFilm(record, { stream: { ...ref, isWhole: false } }) }];
}

export function cutReady(record: FilmRecord, fact: FilmEvent<'cut.ready'>): FilmStep[] {
  const { cutStatus } = record.film;
  if (cutStatus === 'ready' || cutStatus === 'failed' || isSuperseded(record, fact)) return [];
  const { video, poster, gaps, files = {}, scenes = [] } = fact.data;
  const shown = { video, poster, gaps, files, cutScenes: scenes, stream: { ...toTakeRef(fact), isWhole: true } };
  const ready = beginFilm(
    patchFilm(record, { cutStatus: 'ready', ...shown, videoRevision: record.film.revision, error: null }),
  );
  const end = gaps.length > 0 ? 'partial' : 'succeeded';
  return [{ name: 'cut.ready', record: ready }, ...endFilm(ready, end, new Date(fact.occurredAt))];
}

/** A film that has been cut before stays as it was, and says why there is no other. */
export function cutFailed(record: FilmRecord, fact: FilmEvent<'cut.failed'>): FilmStep[] {
  const { cutStatus, videoRevision, revision, gaps: gapsBefore } = record.film;
  if (cutStatus === 'ready' || cutStatus === 'failed' || isSuperseded(record, fact)) return [];
  const { error, gaps } = fact.data;
  const isKept = videoRevision === revision;
  const failed = beginFilm(patchFilm(record, { cutStatus: 'failed', error, ...(!isKept && { gaps }) }));
  const keptEnd = gapsBefore.length > 0 ? 'partial' : 'succeeded';
  return [
    { name: 'cut.failed', record: failed },
    ...endFilm(failed, isKept ? keptEnd : 'failed', new Date(fact.occurredAt)),
  ];
}

/** Changes no link and no status: nothing that a stream of events tells. */
export function illustrateCut(record: FilmRecord, fact: FilmEvent<'cut.illustrated'>): FilmRecord {
  const { stream, files } = record.film;
  const { revision, take } = toTakeRef(fact);
  const isShown = stream?.isWhole === true && stream.revision === revision && stream.take === take;
  return isShown ? patchFilm(record, { files: { ...files, ...fact.data.files } }) : record;
}

/** A finished cut ends the film, so it waits until all that it was made of has been heard of as well. */
export function isCutComplete({ scenes, keyframes }: FilmRecord): boolean {
  const areClipsKnown = scenes.every(({ clipStatus }) => clipStatus !== 'pending');
  // Behind a failed keyframe the rest of its chain may never be spoken of.
  const areKeyframesKnown =
    keyframes.every(({ status }) => status !== 'pending') || keyframes.some(({ status }) => status === 'failed');
  return areClipsKnown && areKeyframesKnown;
}

// Another cut of the same revision was asked for since.
function isSuperseded({ film: { cutTake } }: FilmRecord, fact: CutFact): boolean {
  const { revision, take } = toTakeRef(fact);
  return cutTake !== null && cutTake.revision === revision && take < cutTake.take;
}

function toTakeRef({ data: { revision, take = 1 } }: CutFact) {
  return { revision, take };
}
