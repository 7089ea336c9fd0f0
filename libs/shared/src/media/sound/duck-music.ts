import { CHANNELS, SAMPLE_RATE } from '../film-target';
import { toFactor, toSample } from './level-sound';

export interface MusicBed {
  /** From the first sample of the mix on. */
  samples: Int16Array;
  gainDb: number;
  /** Whether it gives way to the scenes' own sound. */
  duck: boolean;
  /** Samples from the beginning of the mix to the end of the film. */
  samplesLeft: number;
}

const STEP_SAMPLES = SAMPLE_RATE / 100;
/** Below this the scenes' own sound counts as silence. */
const THRESHOLD = toFactor(-38);
/** Six decibels of speech above the threshold take the music down by about four and a half. */
const RATIO = 4;
const MOST_DB = 14;
const ATTACK = Math.exp(-1 / 4);
const RELEASE = Math.exp(-1 / 50);
export const FADE_OUT_SAMPLES = 2 * SAMPLE_RATE;

/** Lays music under a mix, in place: quieter while something is heard in the scenes, faded out at the end of the film. */
export function duckMusic(mix: Int16Array, { samples, gainDb, duck, samplesLeft }: MusicBed): void {
  const gain = toFactor(gainDb);
  const levels = duck ? buildDucking(mix) : null;
  for (let at = 0; at * CHANNELS < mix.length; at++) {
    const fade = Math.min(1, Math.max(0, samplesLeft - at) / FADE_OUT_SAMPLES);
    const level = gain * fade * (levels ? levelAt(levels, at) : 1);
    for (let channel = 0; channel < CHANNELS; channel++) {
      const place = at * CHANNELS + channel;
      mix[place] = toSample((mix[place] ?? 0) + (samples[place] ?? 0) * level);
    }
  }
}

/** For each hundredth of a second: how loud the music may be. Down within 40 ms, up again within half a second. */
function buildDucking(mix: Int16Array): Float32Array {
  const levels = new Float32Array(Math.ceil(mix.length / CHANNELS / STEP_SAMPLES) + 1);
  let reduction = 0;
  for (let step = 0; step < levels.length; step++) {
    const wanted = toReduction(
      rmsOf(mix.subarray(step * STEP_SAMPLES * CHANNELS, (step + 1) * STEP_SAMPLES * CHANNELS)),
    );
    const keep = wanted > reduction ? ATTACK : RELEASE;
    reduction = wanted + (reduction - wanted) * keep;
    levels[step] = toFactor(-reduction);
  }
  return levels;
}

function toReduction(rms: number): number {
  if (rms <= THRESHOLD) return 0;
  return Math.min(MOST_DB, 20 * Math.log10(rms / THRESHOLD) * (1 - 1 / RATIO));
}

function rmsOf(part: Int16Array): number {
  let sum = 0;
  for (const value of part) sum += value * value;
  return Math.sqrt(sum / Math.max(1, part.length)) / 32_768;
}

// Steps would be heard as a rattle.
function levelAt(levels: Float32Array, at: number): number {
  const step = Math.floor(at / STEP_SAMPLES);
  const [here, next] = [levels[step] ?? 1, levels[step + 1] ?? 1];
  return here + ((next - here) * (at % STEP_SAMPLES)) / STEP_SAMPLES;
}
