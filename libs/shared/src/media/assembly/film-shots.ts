import { AppError } from '@shared/errors/app-error';
import type { FilmTimeline, TimelineScene } from '../film-timeline';

/** A stretch of film that is made as one: frames of one clip as they are, faded, or blended with those of the next. */
export type Shot =
  | { kind: 'plain'; n: number; from: number; to: number }
  | { kind: 'fade-in' | 'fade-out'; n: number; from: number; to: number; colour: 'black' | 'white' }
  | { kind: 'blend'; n: number; from: number; to: number; into: number };

/** From the first of them up to, and without, the last. */
export interface Frames {
  from: number;
  to: number;
}

/** What a scene needs of its clip: the frames that stay as they are, and those that transitions are made of. */
export interface ScenePlan {
  n: number;
  plain: Frames;
  head: Frames | null;
  tail: Frames | null;
}

/** The shots of each scene, in the order of the film. A blend belongs to the scene that it leaves. */
export function buildShots({ scenes }: FilmTimeline): Shot[][] {
  return scenes.map((scene, index) => buildSceneShots(scene, scenes[index + 1]).filter(({ from, to }) => to > from));
}

/** Two shots of the same key are the same pictures. */
export function keyOf(shot: Shot): string {
  return JSON.stringify(shot);
}

/** The scenes whose clips a shot is made of. */
export function scenesOf(shot: Shot): number[] {
  return shot.kind === 'blend' ? [shot.n, shot.into] : [shot.n];
}

/** What of a scene's clip stays as it is, and what its transitions are made of. */
export function buildScenePlan({ scenes }: FilmTimeline, n: number): ScenePlan {
  const scene = scenes.find((one) => one.n === n);
  if (!scene) throw new AppError('INTERNAL', `Scene ${n} is not in the film`);
  const { from, to } = boundsOf(scene);
  return {
    ...{ n, plain: { from, to } },
    head: from > 0 ? { from: 0, to: from } : null,
    tail: to < scene.frames ? { from: to, to: scene.frames } : null,
  };
}

function boundsOf({ frames, entry, exit }: TimelineScene): Frames {
  return { from: entry.frames, to: exit.kind === 'continue' ? frames : frames - exit.frames };
}

function buildSceneShots(scene: TimelineScene, next: TimelineScene | undefined): Shot[] {
  const { n, frames, entry, exit } = scene;
  const { from, to } = boundsOf(scene);
  return [
    ...(isFade(entry.kind) ? [{ kind: 'fade-in', n, from: 0, to: from, colour: colourOf(entry.kind) } as const] : []),
    { kind: 'plain', n, from, to },
    ...(isFade(exit.kind) ? [{ kind: 'fade-out', n, from: to, to: frames, colour: colourOf(exit.kind) } as const] : []),
    ...(exit.kind === 'crossfade' && next ? [{ kind: 'blend', n, from: to, to: frames, into: next.n } as const] : []),
  ];
}

function isFade(kind: string): kind is 'fade' | 'dip' {
  return kind === 'fade' || kind === 'dip';
}

function colourOf(kind: 'fade' | 'dip'): 'black' | 'white' {
  return kind === 'fade' ? 'black' : 'white';
}
