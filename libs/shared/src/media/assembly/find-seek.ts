import type { ArrivedClip } from './arrived-clip';

/** Frames are decoded ahead of the time when they are shown, by 16 frames at most. */
const RUN_UP_FRAMES = 17;
const LEAST_RUN_UP_SECONDS = 1;

/** From when on a clip has to be decoded for what is shown so long after its first frame; null: from its beginning. */
export function findSeek(
  { track, startSeconds, facts }: Pick<ArrivedClip, 'track' | 'startSeconds' | 'facts'>,
  afterSeconds: number,
): number | null {
  const runUpSeconds = Math.max(LEAST_RUN_UP_SECONDS, RUN_UP_FRAMES / facts.fps);
  if (!track || afterSeconds <= runUpSeconds) return null;
  // A program believes the file where it says that decoding can begin.
  if (track.samples.some(({ isSync }, index) => isSync && !track.starts.has(index))) return null;
  return startSeconds + afterSeconds - runUpSeconds;
}
