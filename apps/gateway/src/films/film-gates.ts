import { type Gate, gatesOf } from '@shared/contracts/gates';
import type { FilmEntity } from './film.entity';
import type { FilmRecord } from './film-record';
import { type FilmStep, moveFilm } from './film-steps';

/** The next gate at which a film has to wait; null when there is none. */
export function findGate({ build }: Pick<FilmEntity, 'build'>): Gate | null {
  if (build === null) return null;
  return gatesOf(build.spec).find((gate) => !build.openGates.includes(gate)) ?? null;
}

/** The step in which a film stops at a closed gate: what comes before it is settled, and nothing is under way. */
export function stopAtGate(record: FilmRecord): FilmStep[] {
  const gate = findGate(record.film);
  if (gate === null || record.film.status !== 'running' || !IS_REACHED[gate](record)) return [];
  return [{ name: 'film.waiting', record: moveFilm(record, 'waiting') }];
}

const IS_REACHED: Record<Gate, (record: FilmRecord) => boolean> = {
  storyboard: ({ film }) => film.storyboardStatus === 'ready',
  keyframes: ({ film, keyframes }) =>
    film.storyboardStatus === 'ready' && keyframes.every(({ status }) => status !== 'pending'),
  clips: ({ film, scenes }) =>
    film.storyboardStatus === 'ready' && scenes.every(({ clipStatus }) => clipStatus !== 'pending'),
};
