import type { Mp4Track } from '../mp4/track';
import { ranksOf } from '../video-segment';
import type { Frames } from './film-shots';
import { isStartOfSequence } from './is-start-of-sequence';
import { planCopy, type CopyPlan } from './plan-copy';

/** What of these frames of a track can be copied. */
export async function planTrackCopy(track: Mp4Track, { from, to }: Frames): Promise<CopyPlan | null> {
  const starts = await listStarts(track);
  return planCopy({ ranks: ranksOf(track.samples), isStart: (index) => starts.has(index) }, from, to);
}

/** The frames of a track, in the order of decoding, at which decoding can begin. */
export async function listStarts(track: Mp4Track): Promise<Set<number>> {
  const starts = new Set<number>();
  for (const [index, sample] of track.samples.entries()) {
    if (sample.isSync && (await isStartOfSequence(track.path, sample))) starts.add(index);
  }
  return starts;
}
