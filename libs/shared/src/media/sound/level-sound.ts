import { CHANNELS, SAMPLE_RATE } from '../film-target';
import { measureLoudness } from './measure-loudness';

/** Louder than this nothing is made, or the hiss of a quiet clip would be its sound. */
const MAX_GAIN_DB = 18;
/** -1.5 dB below full scale, as peaks between two samples are higher than those. */
const CEILING = 10 ** (-1.5 / 20);
const LOOK_AHEAD_SAMPLES = 240;
const RELEASE = Math.exp(-1 / (0.1 * SAMPLE_RATE));

/** Makes sound as loud as asked for, in place: measured first, then turned up or down as a whole; peaks are held down, never cut. */
export function levelSound(samples: Int16Array, loudnessLufs: number): void {
  const measured = measureLoudness(samples);
  if (measured === null) return;
  const gain = toFactor(Math.min(loudnessLufs - measured, MAX_GAIN_DB));
  const limits = findPeak(samples) * gain > CEILING * 32_768 ? buildLimits(samples, gain) : null;
  for (let at = 0; at < samples.length; at++) {
    const limit = limits ? (limits[at >> 1] ?? 1) : 1;
    samples[at] = toSample((samples[at] ?? 0) * gain * limit);
  }
}

function findPeak(samples: Int16Array): number {
  let peak = 0;
  for (let at = 0; at < samples.length; at++) {
    const size = Math.abs(samples[at] ?? 0);
    if (size > peak) peak = size;
  }
  return peak;
}

/** The nearest that a sample can be. */
export function toSample(value: number): number {
  // `Math.round` takes five times as long.
  return Math.max(-32_768, Math.min(32_767, Math.floor(value + 0.5)));
}

export function toFactor(decibels: number): number {
  return 10 ** (decibels / 20);
}

// Down ahead of a peak in a straight line, up again slowly: the wave keeps its form.
function buildLimits(samples: Int16Array, gain: number): Float32Array {
  const limits = new Float32Array(samples.length / CHANNELS).fill(1);
  for (let at = 0; at < limits.length; at++) {
    const peak = Math.max(Math.abs(samples[at * CHANNELS] ?? 0), Math.abs(samples[at * CHANNELS + 1] ?? 0));
    const allowed = Math.min(1, (CEILING * 32_768) / Math.max(1, peak * gain));
    if (allowed < (limits[at] ?? 1)) lower(limits, at, allowed);
    const next = 1 - (1 - (limits[at] ?? 1)) * RELEASE;
    if (at + 1 < limits.length && next < 1 - 1e-4) limits[at + 1] = Math.min(limits[at + 1] ?? 1, next);
  }
  return limits;
}

function lower(limits: Float32Array, peakAt: number, allowed: number): void {
  for (let ahead = 0; ahead <= Math.min(LOOK_AHEAD_SAMPLES, peakAt); ahead++) {
    const ramp = allowed + ((1 - allowed) * ahead) / LOOK_AHEAD_SAMPLES;
    limits[peakAt - ahead] = Math.min(limits[peakAt - ahead] ?? 1, ramp);
  }
}
