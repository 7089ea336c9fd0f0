import type { PictureTarget } from '../film-target';
import { readTrackOf } from '../mp4/read-tracks';
import type { VideoFacts } from '../video-facts';
import { findDifferences } from './arrived-clip';
import { buildPieceOutput } from './picture-arguments';
import { planTrackCopy } from './plan-track-copy';

/** The frames before a clip's last one, encoded so that they can do without it: for a scene that continues into the next. */
export interface ClipEnd {
  path: string;
  /** The first of its frames, as the clip counts them. */
  from: number;
}

export interface EndPlan {
  from: number;
  /** Arguments of ffmpeg that make it beside another decoding of the clip. */
  outputs: string[];
}

// More would not fit into the memory that a check may take.
const MOST_PIXELS = 1920 * 1088;

/** Null when the last frame can be left out as it is, or the clip is to be encoded anew as a whole. */
export async function planClipEnd({
  path,
  facts,
  target,
  outputFile,
}: {
  path: string;
  facts: VideoFacts;
  target: PictureTarget;
  outputFile: string;
}): Promise<EndPlan | null> {
  const track = await readTrackOf(path, 'vide').catch(() => null);
  if (!track || facts.width * facts.height > MOST_PIXELS || findDifferences(facts, track, target).length > 0)
    return null;
  const to = track.samples.length - 1;
  const copy = await planTrackCopy(track, { from: 0, to });
  if (!copy || copy.to === to) return null;
  const { to: from } = copy;
  return { from, outputs: buildPieceOutput({ from, to, quality: 'film', outputFile }, target) };
}
