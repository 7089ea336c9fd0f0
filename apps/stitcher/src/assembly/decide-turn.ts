import type { ArtifactRef } from '@shared/contracts/artifact';
import type { Gap } from '@shared/contracts/events';
import type { ErrorFacts } from '@shared/errors/app-error';
import type { CutClip } from '../cuts/cut-clips';
import { type CutTarget, decideCut } from '../cuts/decide-cut';
import type { PreparedClip } from '../tasks/task';

/** What is known of the preparation of one clip. */
export interface Preparation {
  prepared: PreparedClip | null;
  /** Why there will be none. */
  error: ErrorFacts | null;
}

export interface FilmSoFar {
  target: CutTarget;
  clips: readonly CutClip[];
  /** By scene. */
  preparations: ReadonlyMap<number, Preparation>;
  /** Scenes that the worker has taken in or left out. */
  taken: ReadonlySet<number>;
}

export interface ReadyScene {
  scene: number;
  /** As it came. */
  clip: ArtifactRef;
  seconds: number;
  /** As bare samples, where its maker has kept them. */
  sound?: ArtifactRef | undefined;
  prepared: PreparedClip;
}

export type Turn =
  | { kind: 'take'; add: ReadyScene[]; leaveOut: number[] }
  | { kind: 'wait' }
  | { kind: 'finish'; gaps: Gap[] }
  | { kind: 'fail'; error: ErrorFacts; gaps: Gap[] };

/** What the worker that holds a film does next: it takes whatever is ready at once, and ends when every scene is settled. */
export function decideTurn({ target, clips, preparations, taken }: FilmSoFar): Turn {
  const decision = decideCut(target, clips);
  if (decision.kind === 'fail') return decision;
  const inFilm = clips.filter(({ scene }) => scene <= target.scenes);
  const open = inFilm.filter(({ scene }) => !taken.has(scene));
  const add = open.flatMap(({ scene, artifact: clip, facts }): ReadyScene[] => {
    const prepared = preparations.get(scene)?.prepared;
    if (!clip || !facts || !prepared) return [];
    return [{ scene, clip, seconds: facts.durationSeconds, sound: facts.sound, prepared }];
  });
  const leaveOut = open.flatMap(({ scene, error }) => (error ? [scene] : []));
  if (add.length + leaveOut.length > 0) return { kind: 'take', add, leaveOut };
  if (decision.kind === 'collecting') return { kind: 'wait' };
  // A paid clip that turned out to be damaged is no gap: the film says so, and can be retried.
  const damaged = inFilm.flatMap(({ scene }) => preparations.get(scene)?.error ?? [])[0];
  if (damaged) return { kind: 'fail', error: damaged, gaps: decision.gaps };
  return inFilm.every(({ scene }) => taken.has(scene)) ? { kind: 'finish', gaps: decision.gaps } : { kind: 'wait' };
}
