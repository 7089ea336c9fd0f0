import { open } from 'node:fs/promises';
import { CHANNELS } from '../film-target';
import { toSample } from './level-sound';
import type { SoundSpan } from './sound-cells';

const SAMPLE_BYTES = 2 * CHANNELS;
// Five milliseconds: two sounds that are put end to end would click.
const CLICK_SAMPLES = 240;
const QUARTER = Math.PI / 2;

/** Where the samples of a scene's clip are; null is silence. */
export type SoundFiles = (n: number) => string | null;

/** The clips' own sound between two samples of the film, stereo in turn; silence where there is none, and beyond the ends. */
export async function mixScenes(
  spans: readonly SoundSpan[],
  { from, to }: { from: number; to: number },
  files: SoundFiles,
): Promise<Int16Array> {
  const mix = new Int16Array((to - from) * CHANNELS);
  for (const [index, span] of spans.entries()) {
    const [start, end] = [Math.max(span.start, from), Math.min(span.end, to)];
    const path = files(span.n);
    if (start >= end || path === null) continue;
    const samples = await readSamples(path, start - span.start, end - start);
    const ends = { isFirst: index === 0, isLast: index === spans.length - 1 };
    addScene(mix.subarray((start - from) * CHANNELS), samples, { span, from: start - span.start, ends });
  }
  return mix;
}

interface ScenePart {
  span: SoundSpan;
  /** The first of its samples that is heard. */
  from: number;
  ends: FilmEnds;
}

function addScene(mix: Int16Array, samples: Int16Array, { span, from, ends }: ScenePart): void {
  const [rises, falls] = [ends.isFirst ? 0 : riseOf(span.entrySamples), ends.isLast ? 0 : riseOf(span.exitSamples)];
  const toPlace = (at: number): number => Math.min(samples.length, Math.max(0, (at - from) * CHANNELS));
  // Most of a scene is far from its ends: as loud as it is, and alone.
  const full = toPlace(rises);
  const fullUntil = Math.max(full, toPlace(span.end - span.start - falls));
  const addSoft = (place: number): void => {
    const gain = gainAt(span, from + Math.floor(place / CHANNELS), ends);
    mix[place] = toSample((mix[place] ?? 0) + (samples[place] ?? 0) * gain);
  };
  for (let place = 0; place < full; place++) addSoft(place);
  mix.set(samples.subarray(full, fullUntil), full);
  for (let place = fullUntil; place < samples.length; place++) addSoft(place);
}

/** Whether a scene is at an end of its film. */
interface FilmEnds {
  isFirst: boolean;
  isLast: boolean;
}

/** How loud a scene is at one of its samples: 1 but for its transitions. */
export function gainAt(
  { start, end, entrySamples, exitSamples, scene: { entry, exit } }: SoundSpan,
  at: number,
  { isFirst, isLast }: FilmEnds,
): number {
  const left = end - start - at;
  const into = isFirst ? 1 : rise(at, entrySamples, entry.kind === 'crossfade');
  const out = isLast ? 1 : rise(left, exitSamples, exit.kind === 'crossfade');
  return into * out;
}

// Two different sounds keep their common power along a quarter of a circle.
function rise(at: number, samples: number, isBlend: boolean): number {
  const progress = Math.min(1, Math.max(0, at) / riseOf(samples));
  return isBlend ? Math.sin(progress * QUARTER) : progress;
}

function riseOf(samples: number): number {
  return Math.max(samples, CLICK_SAMPLES);
}

/** So many samples of a file of bare samples; what it does not have is silence. */
export async function readSamples(path: string, from: number, count: number): Promise<Int16Array> {
  const bytes = Buffer.allocUnsafe(count * SAMPLE_BYTES);
  await using file = await open(path);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, from * SAMPLE_BYTES + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  bytes.fill(0, filled);
  return new Int16Array(bytes.buffer, bytes.byteOffset, count * CHANNELS);
}
