import type { FilmTimeline } from '../film-timeline';
import type { CaptionLine } from './caption-line';

/** A caption at its place in a film. */
export interface Cue {
  startSeconds: number;
  endSeconds: number;
  text: string;
}

export interface SceneLines {
  n: number;
  lines?: readonly CaptionLine[];
}

// Shorter than this nobody can read it.
const LEAST_SECONDS = 0.5;

/** Cues in the order of the film, each within its scene; none begins before the one ahead of it has ended. */
export function buildCues({ scenes }: Pick<FilmTimeline, 'scenes'>, spoken: readonly SceneLines[]): Cue[] {
  return scenes.flatMap(({ n, startSeconds, seconds }, index) => {
    const lines = spoken.find((scene) => scene.n === n)?.lines ?? [];
    // What two scenes of a crossfade share belongs to the later one.
    const endSeconds = Math.min(startSeconds + seconds, scenes[index + 1]?.startSeconds ?? Infinity);
    return buildSceneCues(lines, endSeconds - startSeconds).map((cue) => shift(cue, startSeconds));
  });
}

/** The cues of one scene, from its own beginning, one after the other. */
export function buildSceneCues(lines: readonly CaptionLine[], seconds: number): Cue[] {
  const wanted = spread(lines, seconds).sort((a, b) => a.startSeconds - b.startSeconds);
  const leastSeconds = Math.min(LEAST_SECONDS, seconds / wanted.length);
  let free = 0;
  const starts = wanted.map(({ startSeconds }, index) => {
    const latest = seconds - (wanted.length - index) * leastSeconds;
    const start = Math.max(Math.min(startSeconds, latest), free);
    free = start + leastSeconds;
    return start;
  });
  return wanted.map(({ endSeconds, text }, index) => {
    const startSeconds = starts[index] ?? 0;
    const next = starts[index + 1] ?? seconds;
    return { startSeconds, endSeconds: Math.min(Math.max(endSeconds, startSeconds + leastSeconds), next), text };
  });
}

// The times that lines ask for; those without any have the part of the scene that their length is of all that is said.
function spread(lines: readonly CaptionLine[], seconds: number): Cue[] {
  const said = lines.filter(({ text }) => text.trim() !== '');
  const letters = said.reduce((sum, { text }) => sum + text.length, 0);
  let at = 0;
  return said.map((line) => {
    const startSeconds = line.startSeconds ?? at;
    at += (line.text.length / letters) * seconds;
    return { startSeconds, endSeconds: line.endSeconds ?? at, text: toText(line) };
  });
}

function toText({ speaker, text }: CaptionLine): string {
  return [speaker, text].flatMap((part) => (part ? [part.replaceAll(/\s+/g, ' ').trim()] : [])).join(': ');
}

function shift({ startSeconds, endSeconds, text }: Cue, bySeconds: number): Cue {
  return { startSeconds: startSeconds + bySeconds, endSeconds: endSeconds + bySeconds, text };
}
