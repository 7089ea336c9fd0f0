import type { ArrivedClip } from './arrived-clip';
import { listStarts } from './plan-track-copy';

/** Frames are decoded ahead of the time when they are shown, by 16 frames at most. */
const RUN_UP_SECONDS = 1;

/** From when on a clip has to be decoded for what is shown so long after its first frame; null: from its beginning. */
export async function findSeek(
  { track, startSeconds }: Pick<ArrivedClip, 'track' | 'startSeconds'>,
  afterSeconds: number,
): Promise<number | null> {
  if (!track || afterSeconds <= RUN_UP_SECONDS) return null;
  const starts = await listStarts(track);
  // A program believes the file where it says that decoding can begin.
  if (track.samples.some(({ isSync }, index) => isSync && !starts.has(index))) return null;
  return startSeconds + afterSeconds - RUN_UP_SECONDS;
}
