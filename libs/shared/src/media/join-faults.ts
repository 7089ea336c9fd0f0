import type { VideoFacts } from './video-facts';

/** All that says that a film is not exactly its parts, one after the other; empty when it is. */
export function findJoinFaults(parts: readonly VideoFacts[], film: VideoFacts): string[] {
  const faults: string[] = [];
  const packets = sum(parts.map((part) => part.packets));
  if (film.packets !== packets) faults.push(`it holds ${film.packets} frames, its clips ${packets}`);
  if (film.frames !== film.packets) faults.push(`it declares ${film.frames} frames and holds ${film.packets}`);
  const seconds = sum(parts.map((part) => part.durationSeconds));
  if (Math.abs(film.durationSeconds - seconds) > parts.length / film.fps) {
    faults.push(`it lasts ${film.durationSeconds} s, its clips ${seconds} s`);
  }
  return [...faults, ...findSoundFaults(parts, film)];
}

function findSoundFaults(parts: readonly VideoFacts[], film: VideoFacts): string[] {
  const packets = sum(parts.map((part) => part.audio?.packets ?? 0));
  if (packets === 0) return film.audio ? ['it has sound and none of its clips has'] : [];
  if (!film.audio) return ['it has no sound and its clips have'];
  return film.audio.packets === packets ? [] : [`it holds ${film.audio.packets} audio frames, its clips ${packets}`];
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
