import type { ClipFacts } from '@shared/contracts/unit';
import type { VideoFacts } from './video-facts';

/** What other services learn of a checked video. Frames are those that are really there, not those that the header declares. */
export function toClipFacts({ durationSeconds, packets, fps, width, height, audio }: VideoFacts): ClipFacts {
  return { durationSeconds, frames: packets, fps, width, height, hasAudio: audio !== null };
}
