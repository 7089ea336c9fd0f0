import { CHANNELS, SAMPLE_RATE } from '../film-target';

const STEP_SAMPLES = SAMPLE_RATE / 10;
const STEPS_IN_BLOCK = 4;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;

/** Integrated loudness of stereo samples of 48 kHz in LUFS (ITU-R BS.1770-4, EBU R128); null when all of it is silence. */
export function measureLoudness(samples: Int16Array): number | null {
  const blocks = measureBlocks(samples).filter((power) => toLufs(power) > ABSOLUTE_GATE_LUFS);
  if (blocks.length === 0) return null;
  const gate = toLufs(mean(blocks)) + RELATIVE_GATE_LU;
  return toLufs(mean(blocks.filter((power) => toLufs(power) > gate)));
}

// Blocks of 400 ms, one every 100 ms; a sound that is shorter is one block.
function measureBlocks(samples: Int16Array): number[] {
  const steps = measureSteps(samples);
  if (steps.length < STEPS_IN_BLOCK) return steps.length > 0 ? [mean(steps)] : [];
  return steps.slice(STEPS_IN_BLOCK - 1).map((_, index) => mean(steps.slice(index, index + STEPS_IN_BLOCK)));
}

function measureSteps(samples: Int16Array): number[] {
  const powers = new Array<number>(Math.floor(samples.length / CHANNELS / STEP_SAMPLES)).fill(0);
  for (let channel = 0; channel < CHANNELS; channel++) addPowers(powers, samples, channel);
  return powers;
}

// As an ear weighs it: a shelf for the head, then a high pass. The coefficients are those of the standard, for 48 kHz.
function addPowers(powers: number[], samples: Int16Array, channel: number): void {
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  let z1 = 0;
  let z2 = 0;
  for (let step = 0, at = channel; step < powers.length; step++) {
    let sum = 0;
    for (let left = STEP_SAMPLES; left > 0; left--, at += CHANNELS) {
      const x = (samples[at] ?? 0) / 32_768;
      const head = 1.53512485958697 * x - 2.69169618940638 * x1 + 1.19839281085285 * x2;
      const y = head + 1.69065929318241 * y1 - 0.73248077421585 * y2;
      const z = y - 2 * y1 + y2 + 1.99004745483398 * z1 - 0.99007225036621 * z2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      z2 = z1;
      z1 = z;
      sum += z * z;
    }
    powers[step] = (powers[step] ?? 0) + sum / STEP_SAMPLES;
  }
}

function toLufs(power: number): number {
  return -0.691 + 10 * Math.log10(power);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
