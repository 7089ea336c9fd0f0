import type { FilmTimeline, TimelineScene } from '../film-timeline';

/** A stretch of film that is made as one: frames of one clip as they are, faded, or blended with those of the next. */
export type Shot =
  | { kind: 'plain'; n: number; from: number; to: number }
  | { kind: 'fade-in' | 'fade-out'; n: number; from: number; to: number; colour: 'black' | 'white' }
  | { kind: 'blend'; n: number; from: number; to: number; into: number };

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

function buildSceneShots({ n, frames, entry, exit }: TimelineScene, next: TimelineScene | undefined): Shot[] {
  const from = entry.kind === 'continue' ? 0 : entry.frames;
  const to = exit.kind === 'continue' ? frames : frames - exit.frames;
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
