import type { VideoModel } from '@shared/vendors/model-capabilities';

/** Lengths in seconds that a scene can have: between two keyframes, where the model takes both. */
export function clipLengthsOf({ lastFrame, seconds, secondsWithLastFrame }: VideoModel): readonly number[] {
  return lastFrame ? secondsWithLastFrame : seconds;
}

/** Lengths that all of them take: whichever makes a clip, it is as long as ordered. */
export function commonClipLengths(models: readonly VideoModel[]): number[] {
  const [first, ...rest] = models.map(clipLengthsOf);
  return (first ?? []).filter((length) => rest.every((lengths) => lengths.includes(length)));
}

/** The shorter of two that are as near; what is wanted, where there are none. */
export function nearestLength(lengths: readonly number[], wanted: number): number {
  const distance = (length: number): number => Math.abs(length - wanted);
  return lengths.reduce((best, length) => (distance(length) < distance(best) ? length : best), lengths[0] ?? wanted);
}

/** `3 to 10` or `4, 6 or 8`. */
export function describeLengths(lengths: readonly number[]): string {
  const isRange = lengths.length > 2 && lengths.every((length, i) => i === 0 || length === (lengths[i - 1] ?? 0) + 1);
  return isRange ? `${String(lengths[0])} to ${String(lengths.at(-1))}` : describeChoice(lengths.map(String));
}

export function describeChoice(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${String(names.at(-1))}`;
}
