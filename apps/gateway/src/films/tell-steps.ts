import type { SceneView } from '@shared/contracts/film';
import type { StreamEvent, StreamEventName } from '@shared/contracts/film-stream';
import type { FilmRecord } from './film-record';
import { type FilmChange, type FilmStep, patchFilm } from './film-steps';
import { toFilmState } from './film-view';
import { toSceneViews } from './scene-view';

/** Numbers the steps and says of each what it changed, so that a client which applies them holds what GET returns. */
export function tellSteps(record: FilmRecord, steps: FilmStep[], at: string): FilmChange {
  const events: StreamEvent[] = [];
  let told = record;
  for (const step of steps) {
    const next = patchFilm(step.record, { lastSeq: told.film.lastSeq + 1 });
    events.push(buildStreamEvent(step.name, { before: told, after: next, at }));
    told = next;
  }
  return { record: told, events };
}

interface Told {
  before: FilmRecord;
  after: FilmRecord;
  at: string;
}

function buildStreamEvent(name: StreamEventName, { before, after, at }: Told): StreamEvent {
  const { id: filmId, lastSeq: seq } = after.film;
  return { seq, name, filmId, at, film: toFilmState(after), scenes: changedScenes(before, after) };
}

function changedScenes(before: FilmRecord, after: FilmRecord): SceneView[] {
  if (before.film.revision !== after.film.revision) return toSceneViews(after);
  const known = new Map(toSceneViews(before).map((scene) => [scene.n, JSON.stringify(scene)]));
  return toSceneViews(after).filter((scene) => known.get(scene.n) !== JSON.stringify(scene));
}
