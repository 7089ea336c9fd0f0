import { noiseAt } from '../vocabulary/seeded-random';
import { STAGE_HEIGHT, type Range } from './stage';

export interface Ridge {
  seed: number;
  /** The mean height of its line on the stage. */
  y: number;
  /** How far it rises and falls. */
  swing: number;
  /** How long a hill is. */
  length: number;
  /** Peaks instead of hills. */
  isSharp?: boolean;
}

/** The line of a ridge at one place. */
export function ridgeY(ridge: Ridge, x: number): number {
  const { seed, y, swing, length, isSharp = false } = ridge;
  const rough = isSharp ? linearNoise : smoothNoise;
  const coarse = rough(seed, x / length);
  const middle = rough(seed + 17, (x / length) * 2.3);
  const fine = rough(seed + 31, (x / length) * 5.1);
  return y - swing * (coarse * 0.62 + middle * 0.27 + fine * 0.11 - 0.5) * 2;
}

/** The ridge as a closed path down to the foot of the stage. */
export function ridgePath(ridge: Ridge, { from, to }: Range): string {
  const step = Math.max(6, Math.min(16, ridge.length / 14));
  const first = Math.floor(from / step) * step;
  const points: string[] = [];
  for (let x = first; x <= to + step; x += step) points.push(`${x.toFixed(1)} ${ridgeY(ridge, x).toFixed(1)}`);
  return `M${points.join('L')}L${to + step} ${STAGE_HEIGHT}L${first} ${STAGE_HEIGHT}Z`;
}

export interface Spot {
  x: number;
  index: number;
  /** The n-th number in [0, 1) that belongs to this spot. */
  chance: (n: number) => number;
}

/** One spot in each stretch of `spacing`, always at the same place, plus those just outside that reach in. */
export function spots(seed: number, spacing: number, { from, to }: Range): Spot[] {
  const found: Spot[] = [];
  for (let index = Math.floor(from / spacing) - 1; index <= Math.ceil(to / spacing) + 1; index += 1) {
    const chance = (n: number) => noiseAt(seed + n * 101, index);
    found.push({ x: (index + 0.15 + 0.7 * chance(0)) * spacing, index, chance });
  }
  return found;
}

function smoothNoise(seed: number, x: number): number {
  const index = Math.floor(x);
  const share = x - index;
  const eased = share * share * (3 - 2 * share);
  return noiseAt(seed, index) + (noiseAt(seed, index + 1) - noiseAt(seed, index)) * eased;
}

function linearNoise(seed: number, x: number): number {
  const index = Math.floor(x);
  return noiseAt(seed, index) + (noiseAt(seed, index + 1) - noiseAt(seed, index)) * (x - index);
}
