import type { Transition } from './storyboard';

/** A keyframe's place: `index` counts through the film, `position` through its chain. Scenes are numbered from 1. */
export interface KeyframePlace {
  index: number;
  chain: number;
  position: number;
  startsScene: number | null;
  endsScene: number | null;
}

export interface ScenePlace {
  n: number;
  chain: number;
  startKeyframe: number;
  endKeyframe: number;
}

export interface KeyframeLayout {
  keyframes: KeyframePlace[];
  scenes: ScenePlace[];
}

// Scenes of one chain share the keyframe between them; a cut (and the first scene) opens a chain with a keyframe of its own.
export function layOutKeyframes(transitions: readonly Transition[]): KeyframeLayout {
  const keyframes: KeyframePlace[] = [];
  const scenes: ScenePlace[] = [];
  transitions.forEach((transition, i) => {
    const n = i + 1;
    const previous = keyframes.at(-1);
    const start = previous === undefined || transition === 'cut' ? openChain(keyframes, previous) : previous;
    start.startsScene = n;
    const end = {
      index: start.index + 1,
      chain: start.chain,
      position: start.position + 1,
      startsScene: null,
      endsScene: n,
    };
    keyframes.push(end);
    scenes.push({ n, chain: start.chain, startKeyframe: start.index, endKeyframe: end.index });
  });
  return { keyframes, scenes };
}

function openChain(keyframes: KeyframePlace[], previous: KeyframePlace | undefined): KeyframePlace {
  const chain = previous === undefined ? 0 : previous.chain + 1;
  const first = { index: keyframes.length, chain, position: 0, startsScene: null, endsScene: null };
  keyframes.push(first);
  return first;
}
