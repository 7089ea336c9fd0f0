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

/** Cues in the order of the film; none is longer than its scene, and none overlaps the next. */
export function buildCues({ scenes }: Pick<FilmTimeline, 'scenes'>, spoken: readonly SceneLines[]): Cue[] {
  const cues = scenes.flatMap(({ n, startSeconds, seconds }) => {
    const lines = spoken.find((scene) => scene.n === n)?.lines ?? [];
    return buildSceneCues(lines, seconds).map((cue) => shift(cue, startSeconds));
  });
  return cues.sort((a, b) => a.startSeconds - b.startSeconds).map((cue, index, all) => endBefore(cue, all[index + 1]));
}

/** The cues of one scene, from its own beginning. */
export function buildSceneCues(lines: readonly CaptionLine[], seconds: number): Cue[] {
  const said = lines.filter(({ text }) => text.trim() !== '');
  const letters = said.reduce((sum, { text }) => sum + text.length, 0);
  let spread = 0;
  return said.map((line) => {
    const startSeconds = Math.min(line.startSeconds ?? spread, Math.max(0, seconds - LEAST_SECONDS));
    spread += (line.text.length / letters) * seconds;
    const endSeconds = Math.min(Math.max(line.endSeconds ?? spread, startSeconds + LEAST_SECONDS), seconds);
    return { startSeconds, endSeconds, text: toText(line) };
  });
}

function toText({ speaker, text }: CaptionLine): string {
  return [speaker, text].flatMap((part) => (part ? [part.replaceAll(/\s+/g, ' ').trim()] : [])).join(': ');
}

function shift({ startSeconds, endSeconds, text }: Cue, bySeconds: number): Cue {
  return { startSeconds: startSeconds + bySeconds, endSeconds: endSeconds + bySeconds, text };
}

function endBefore(cue: Cue, next: Cue | undefined): Cue {
  return next ? { ...cue, endSeconds: Math.min(cue.endSeconds, Math.max(next.startSeconds, cue.startSeconds)) } : cue;
}
