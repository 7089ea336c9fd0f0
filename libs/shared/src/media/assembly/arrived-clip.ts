import { AppError } from '@shared/errors/app-error';
import { clockOf, isFrameRate, type PictureTarget } from '../film-target';
import type { InspectedVideo } from '../inspect-video';
import { readAvcFacts } from '../mp4/parameter-sets';
import type { Mp4Track } from '../mp4/track';
import type { VideoFacts } from '../video-facts';

/** A clip of a film in the making. */
export interface ArrivedClip {
  n: number;
  path: string;
  facts: VideoFacts;
  /** How many frames of the film's rate it has. */
  frames: number;
  /** When its first frame is shown, by the clock of its file. */
  startSeconds: number;
  /** Its picture when that can be copied as it is; null when it differs from the film's. */
  track: CopyableTrack | null;
  /** Bare samples, as loud as the film; null is silence. */
  soundPath: string | null;
}

/** A picture whose frames can be copied as they are. */
export interface CopyableTrack extends Mp4Track {
  /** The frames, in the order of decoding, at which decoding can begin. */
  starts: ReadonlySet<number>;
}

/** All in which a clip's picture is another than the film's; empty when its frames can be copied. */
export function findDifferences(facts: VideoFacts, track: Mp4Track, target: PictureTarget): string[] {
  const avc = track.descriptions.length === 1 && track.descriptions[0] ? readAvcFacts(track.descriptions[0]) : null;
  const claims: [string, boolean][] = [
    ['size', facts.width === target.width && facts.height === target.height],
    ['pixel format', facts.pixelFormat === 'yuv420p'],
    ['pixel aspect', ['1:1', '0:1', 'unknown'].includes(facts.pixelAspect)],
    ['interlacing', !facts.isInterlaced],
    ['rotation', facts.rotationDegrees === 0 && !track.isTurned],
    ['codec', facts.videoCodec === 'h264' && avc?.lengthBytes === 4],
    ['frame rate', hasEvenFrames(track, target)],
    ['edits', showsAll(track) && isWhole(facts, track, target)],
  ];
  return claims.flatMap(([name, holds]) => (holds ? [] : [name]));
}

/** Whether the frames of a checked clip can be copied into a film of its own size and rate. */
export function isCopyable({ facts, picture }: InspectedVideo): boolean {
  return isFrameRate(facts.frameRate) && picture !== null && findDifferences(facts, picture, facts).length === 0;
}

/** How many frames of the film's rate a clip has. */
export function countFrames(
  { durationSeconds, packets }: VideoFacts,
  target: Pick<PictureTarget, 'frameRate'>,
): number {
  const frames = Math.round(durationSeconds * clockOf(target).fps);
  if (packets > 0 && frames > 0) return frames;
  throw new AppError(
    'MEDIA_INVALID',
    `The clip has ${packets} frames and lasts ${durationSeconds} s: nothing to be seen`,
  );
}

/** When the first frame of a track is shown, by the clock of its file; 0 where edits move frames about, or nothing is known of it. */
export function startOf(track: Mp4Track | null): number {
  if (!track || !showsAll(track)) return 0;
  const [edit] = track.edits;
  return ((shownAt(track)[0] ?? 0) - (edit && edit.mediaTime > 0 ? edit.mediaTime : 0)) / track.timescale;
}

function hasEvenFrames(track: Mp4Track, target: PictureTarget): boolean {
  const { fps } = clockOf(target);
  const times = shownAt(track);
  const step = track.timescale / fps;
  // Half a unit: a coarse clock rounds.
  return times.every((time, index) => Math.abs(time - (times[0] ?? 0) - index * step) <= 0.51);
}

function isWhole({ packets, durationSeconds }: VideoFacts, { samples }: Mp4Track, target: PictureTarget): boolean {
  const { fps } = clockOf(target);
  return packets === samples.length && Math.abs(durationSeconds * fps - samples.length) < 1;
}

// An edit list may hide frames or show them twice; one that only skips what comes before the first is none.
function showsAll(track: Mp4Track): boolean {
  const [edit] = track.edits;
  if (!edit) return true;
  return track.edits.length === 1 && edit.mediaTime >= 0 && edit.mediaTime <= (shownAt(track)[0] ?? 0);
}

function shownAt({ samples }: Mp4Track): number[] {
  let decodedAt = 0;
  const times = samples.map(({ duration, shift }) => {
    decodedAt += duration;
    return decodedAt - duration + shift;
  });
  return times.sort((a, b) => a - b);
}
