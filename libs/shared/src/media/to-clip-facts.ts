import type { ClipFacts } from '@shared/contracts/unit';
import type { VideoFacts } from './video-facts';

/** What other services learn of a checked video. Frames are those that are really there, not those that the header declares. */
export function toClipFacts(facts: VideoFacts, isCopyable: boolean): ClipFacts {
  const { durationSeconds, packets, fps, width, height, audio } = facts;
  return { durationSeconds, frames: packets, fps, width, height, hasAudio: audio !== null, isCopyable };
}
