import { open } from 'node:fs/promises';
import { CHANNELS } from '../film-target';
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
): Promise<Float32Array> {
  const mix = new Float32Array((to - from) * CHANNELS);
  for (const [index, span] of spans.entries()) {
    const [start, end] = [Math.max(span.start, from), Math.min(span.end, to)];
    const path = files(span.n);
    if (start >= end || path === null) continue;
    const samples = await readSamples(path, start - span.start, end - start);
    const ends = { isFirst: index === 0, isLast: index === spans.length - 1 };
    addScene(mix.subarray((start - from) * CHANNELS), samples, (at) => gainAt(span, start - span.start + at, ends));
  }
  return mix;
}

function addScene(mix: Float32Array, samples: Int16Array, gain: (at: number) => number): void {
  for (let at = 0; at * CHANNELS < samples.length; at++) {
    const loudness = gain(at) / 32_768;
    for (let channel = 0; channel < CHANNELS; channel++) {
      const place = at * CHANNELS + channel;
      mix[place] = (mix[place] ?? 0) + (samples[place] ?? 0) * loudness;
    }
  }
}

/** How loud a scene is at one of its samples: 1 but for its transitions. */
export function gainAt(
  { start, end, entrySamples, exitSamples, scene: { entry, exit } }: SoundSpan,
  at: number,
  { isFirst, isLast }: { isFirst: boolean; isLast: boolean },
): number {
  const left = end - start - at;
  const into = isFirst ? 1 : rise(at, entrySamples, entry.kind === 'crossfade');
  const out = isLast ? 1 : rise(left, exitSamples, exit.kind === 'crossfade');
  return into * out;
}

// Two different sounds keep their common power along a quarter of a circle.
function rise(at: number, samples: number, isBlend: boolean): number {
  const progress = Math.min(1, Math.max(0, at) / Math.max(samples, CLICK_SAMPLES));
  return isBlend ? Math.sin(progress * QUARTER) : progress;
}

/** So many samples of a file of bare samples; what it does not have is silence. */
export async function readSamples(path: string, from: number, count: number): Promise<Int16Array> {
  const bytes = Buffer.alloc(count * SAMPLE_BYTES);
  await using file = await open(path);
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, from * SAMPLE_BYTES + at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return new Int16Array(bytes.buffer, bytes.byteOffset, count * CHANNELS);
}
