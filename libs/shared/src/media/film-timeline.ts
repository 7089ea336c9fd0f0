import type { CaptionLine } from './captions/caption-line';
import { clockOf, samplesAt } from './film-target';

/**
 * How a scene is entered. `continue`: its first frame is the last of the scene before it, which is left out once.
 * `crossfade`: both are seen at once for so many seconds. `fade` goes through black and `dip` through white, half of the
 * seconds on each side.
 */
export const JOIN_KINDS = ['cut', 'continue', 'crossfade', 'fade', 'dip'] as const;
export type JoinKind = (typeof JOIN_KINDS)[number];

export interface Join {
  kind: JoinKind;
  /** Of the whole transition; 0 for `cut` and `continue`. */
  seconds: number;
}

export interface PlannedScene {
  n: number;
  /** What was ordered; counts until the clip is there. */
  seconds: number;
  /** Of the first scene of a film it is not looked at. */
  join: Join;
  lines?: readonly CaptionLine[];
}

/** One end of a scene: how many of its frames belong to the transition there, or are left out. */
export interface SceneEdge {
  kind: JoinKind;
  /** Of a crossfade: all of it. Of a fade or dip: the half on this side. */
  frames: number;
}

export interface TimelineScene {
  n: number;
  /** The first of its frames that is seen, from 0. */
  startFrame: number;
  /** How many of its frames are seen; those of a crossfade count in both scenes. */
  frames: number;
  startSeconds: number;
  seconds: number;
  /** Frames of the clip. */
  sourceFrames: number;
  /** Of `sourceFrames`, left out at the end. */
  dropped: number;
  entry: SceneEdge;
  exit: SceneEdge;
}

export interface FilmTimeline {
  frameRate: string;
  frames: number;
  /** Length of the sound, at 48 kHz. */
  samples: number;
  seconds: number;
  scenes: TimelineScene[];
}

export interface SceneLength {
  scene: PlannedScene;
  sourceFrames: number;
}

/** Where each scene lies in a film of these scenes. A scene that is left out is simply not among them. */
export function buildTimeline(lengths: readonly SceneLength[], frameRate: string): FilmTimeline {
  const clock = clockOf({ frameRate });
  const edges = lengths.map((_, index) => buildEdges(lengths, index, clock.fps));
  let at = 0;
  const scenes = lengths.map(({ scene: { n }, sourceFrames }, index): TimelineScene => {
    const { entry, exit } = edges[index] ?? { entry: NO_EDGE, exit: NO_EDGE };
    const dropped = exit.kind === 'continue' ? exit.frames : 0;
    const frames = sourceFrames - dropped;
    const startFrame = at - (entry.kind === 'crossfade' ? entry.frames : 0);
    at = startFrame + frames;
    const times = { startSeconds: startFrame / clock.fps, seconds: frames / clock.fps };
    return { n, startFrame, frames, ...times, sourceFrames, dropped, entry, exit };
  });
  return { frameRate, frames: at, samples: samplesAt(at, clock), seconds: at / clock.fps, scenes };
}

const NO_EDGE: SceneEdge = { kind: 'cut', frames: 0 };

function buildEdges(lengths: readonly SceneLength[], index: number, fps: number): Record<'entry' | 'exit', SceneEdge> {
  const [before, own, after] = [lengths[index - 1], lengths[index], lengths[index + 1]];
  return {
    entry: before && own ? toEntry(buildEdge(before, own, fps)) : NO_EDGE,
    exit: own && after ? buildEdge(own, after, fps) : NO_EDGE,
  };
}

function buildEdge(before: SceneLength, after: SceneLength, fps: number): SceneEdge {
  const { kind, seconds } = after.scene.join;
  // Half of a scene at most for each of its two transitions, so that they never meet.
  const most = Math.floor(Math.min(before.sourceFrames, after.sourceFrames) / 2) - 1;
  const clamp = (frames: number): number => Math.max(0, Math.min(Math.round(frames), most));
  switch (kind) {
    case 'cut':
      return NO_EDGE;
    case 'continue':
      return isContinued(before, after) ? { kind, frames: Math.min(1, before.sourceFrames - 1) } : NO_EDGE;
    case 'crossfade':
      return toEdge(kind, clamp(seconds * fps));
    case 'fade':
    case 'dip':
      return toEdge(kind, clamp((seconds * fps) / 2));
  }
}

// The doubled frame goes from the end of the scene before: its first frame is the one that all others need.
function toEntry(edge: SceneEdge): SceneEdge {
  return edge.kind === 'continue' ? { kind: 'continue', frames: 0 } : edge;
}

function toEdge(kind: JoinKind, frames: number): SceneEdge {
  return frames > 0 ? { kind, frames } : NO_EDGE;
}

// Where a scene between them is missing, no frame is there twice.
function isContinued(before: SceneLength, after: SceneLength): boolean {
  return after.scene.join.kind === 'continue' && after.scene.n === before.scene.n + 1;
}
