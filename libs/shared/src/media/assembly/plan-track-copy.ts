import { ranksOf } from '../video-segment';
import type { CopyableTrack } from './arrived-clip';
import type { Frames } from './film-shots';
import { planCopy, type CopyPlan } from './plan-copy';

/** What of these frames of a track can be copied. */
export function planTrackCopy({ samples, starts }: CopyableTrack, { from, to }: Frames): CopyPlan | null {
  return planCopy({ ranks: ranksOf(samples), isStart: (index) => starts.has(index) }, from, to);
}
