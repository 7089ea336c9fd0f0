import type { UnitKind } from '@shared/contracts/unit';
import { isFinal, type PartStatus } from '@shared/contracts/film';
import type { FilmAttemptEntity } from './film-attempt.entity';
import type { FilmRecord } from './film-record';
import type { SettledStatus } from './film-scene.entity';

export interface UnitState {
  kind: UnitKind;
  n: number;
  status: PartStatus;
  startedAt: Date | null;
  readyAt: Date | null;
}

interface Settled {
  kind: UnitKind;
  n: number;
  status: SettledStatus;
  readyAt: Date | null;
}

/** The units of one kind with what their attempts say: `running` needs an attempt, and a film that still goes on. */
export function listUnits({ film, scenes, keyframes, attempts }: FilmRecord, kind: 'keyframe' | 'clip'): UnitState[] {
  const settled: Settled[] =
    kind === 'keyframe'
      ? keyframes.map(({ index, status, readyAt }) => ({ kind, n: index, status, readyAt }))
      : scenes.map(({ n, clipStatus, clipReadyAt }) => ({ kind, n, status: clipStatus, readyAt: clipReadyAt }));
  const ofRevision = attempts.filter(({ revision }) => revision === film.revision);
  const firstAttempts = indexFirstAttempts(ofRevision, kind);
  return settled.map((unit) => {
    const first = firstAttempts.get(unit.n);
    const isRunning = unit.status === 'pending' && first !== undefined && !isFinal(film.status);
    return { ...unit, status: isRunning ? 'running' : unit.status, startedAt: first?.submittedAt ?? null };
  });
}

export function storyboardStatusOf({ film, attempts }: FilmRecord): PartStatus {
  const isBegun = attempts.some(({ unitKind, revision }) => unitKind === 'storyboard' && revision === film.revision);
  const isRunning = film.storyboardStatus === 'pending' && isBegun;
  return isRunning && !isFinal(film.status) ? 'running' : film.storyboardStatus;
}

export function cutStatusOf({ film }: FilmRecord): PartStatus {
  return film.cutStatus === 'running' && isFinal(film.status) ? 'pending' : film.cutStatus;
}

function indexFirstAttempts(attempts: readonly FilmAttemptEntity[], kind: UnitKind): Map<number, FilmAttemptEntity> {
  const first = new Map<number, FilmAttemptEntity>();
  for (const attempt of attempts) {
    if (attempt.unitKind !== kind) continue;
    const known = first.get(attempt.unitN);
    if (known === undefined || attempt.number < known.number) first.set(attempt.unitN, attempt);
  }
  return first;
}
