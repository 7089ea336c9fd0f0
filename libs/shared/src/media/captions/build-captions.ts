import type { Cue } from './build-cues';

export function buildSrt(cues: readonly Cue[]): string {
  return cues.map((cue, index) => `${index + 1}\n${toTimes(cue, ',')}\n${toPlain(cue.text)}\n`).join('\n');
}

export function buildVtt(cues: readonly Cue[]): string {
  return ['WEBVTT\n', ...cues.map((cue) => `${toTimes(cue, '.')}\n${toEscaped(cue.text)}\n`)].join('\n');
}

function toTimes({ startSeconds, endSeconds }: Cue, point: ',' | '.'): string {
  return `${toTime(startSeconds, point)} --> ${toTime(endSeconds, point)}`;
}

/** `01:02:03.004` */
export function toTime(seconds: number, point: ',' | '.'): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const parts = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1000) % 60];
  return `${parts.map((part) => String(part).padStart(2, '0')).join(':')}${point}${String(ms % 1000).padStart(3, '0')}`;
}

// Dialogue comes from a model: what it wrote is text, never markup, and never the arrow that begins a cue.
function toEscaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

// SRT knows no escapes, and players read tags in it, ASS overrides in braces among them.
function toPlain(text: string): string {
  return text
    .replaceAll('-->', '→')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('{', '(')
    .replaceAll('}', ')');
}
