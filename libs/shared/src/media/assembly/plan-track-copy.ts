import type { Mp4Track } from '../mp4/track';
import { ranksOf } from '../video-segment';
import type { Frames } from './film-shots';
import { isStartOfSequence } from './is-start-of-sequence';
import { planCopy, type CopyPlan } from './plan-copy';

/** What of these frames of a track can be copied. */
export async function planTrackCopy(track: Mp4Track, { from, to }: Frames): Promise<CopyPlan | null> {
  const starts = new Set<number>();
  for (const [index, sample] of track.samples.entries()) {
    if (sample.isSync && (await isStartOfSequence(track.path, sample))) starts.add(index);
  }
  return planCopy({ ranks: ranksOf(track.samples), isStart: (index) => starts.has(index) }, from, to);
}
