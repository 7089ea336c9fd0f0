import { noiseAt } from '../vocabulary/seeded-random';

export const SAMPLES_PER_SECOND = 48_000;

// Whole numbers of hertz: after whole seconds every tone is back at its beginning, so clips join without a click.
const CHORDS = [
  [131, 196, 247, 330],
  [147, 220, 294, 349],
  [110, 165, 262, 330],
  [174, 220, 262, 392],
] as const;
const BELLS = [523, 587, 659, 784, 880, 1047] as const;

const LOUDNESS = 0.16;

/** A soft chord and a few bells for the given seconds: 16 bit, stereo, raw. */
export function composeSoundBed(seed: number, seconds: number): Buffer {
  const count = seconds * SAMPLES_PER_SECOND;
  const left = new Float32Array(count);
  const right = new Float32Array(count);
  const chord = CHORDS[seed % CHORDS.length] ?? CHORDS[0];
  chord.forEach((frequency, voice) => {
    addTone(left, frequency, LOUDNESS / (1 + voice * 0.5));
    addTone(right, frequency + (voice % 2), LOUDNESS / (1 + voice * 0.5));
  });
  for (let second = 0; second < seconds - 1; second += 1) addBell({ left, right }, seed, second);
  return toPcm(left, right, count);
}

// A tone by recurrence costs one multiplication a sample where a sine costs many.
function addTone(channel: Float32Array, frequency: number, loudness: number): void {
  const step = (2 * Math.PI * frequency) / SAMPLES_PER_SECOND;
  const twoCosines = 2 * Math.cos(step);
  let before = -Math.sin(step);
  let now = 0;
  for (let index = 0; index < channel.length; index += 1) {
    channel[index] = (channel[index] ?? 0) + now * loudness;
    [before, now] = [now, twoCosines * now - before];
  }
}

// Bells ring out before the clip is over.
function addBell({ left, right }: { left: Float32Array; right: Float32Array }, seed: number, second: number): void {
  const frequency = BELLS[Math.floor(noiseAt(seed + 9, second) * BELLS.length)] ?? BELLS[0];
  const pan = 0.25 + noiseAt(seed + 11, second) * 0.5;
  const start = Math.floor((second + 0.1 + noiseAt(seed + 10, second) * 0.4) * SAMPLES_PER_SECOND);
  const length = Math.min(left.length - start, SAMPLES_PER_SECOND);
  for (let index = 0; index < length; index += 1) {
    const time = index / SAMPLES_PER_SECOND;
    const fade = Math.exp(-5 * time) * (1 - index / length);
    const value = Math.sin(2 * Math.PI * frequency * time) * fade * LOUDNESS * 0.7;
    left[start + index] = (left[start + index] ?? 0) + value * (1 - pan);
    right[start + index] = (right[start + index] ?? 0) + value * pan;
  }
}

function toPcm(left: Float32Array, right: Float32Array, count: number): Buffer {
  const samples = new Int16Array(count * 2);
  for (let index = 0; index < count; index += 1) {
    // Swells in the middle, and is soft where it meets its neighbours.
    const swell = 0.5 + 0.5 * Math.sin((Math.PI * index) / count);
    samples[index * 2] = (left[index] ?? 0) * swell * 32_000;
    samples[index * 2 + 1] = (right[index] ?? 0) * swell * 32_000;
  }
  return Buffer.from(samples.buffer);
}
