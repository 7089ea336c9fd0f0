import { invalid } from './mp4/boxes';
import type { FilmSample, FilmTrack } from './mp4/film-track';
import type { Mp4Sample, Mp4Track } from './mp4/track';
import { readParameterSets } from './mp4/parameter-sets';

/** A run of coded frames that can be copied into a film: it begins with a frame that needs no other, and needs none after it. */
export interface VideoSegment {
  path: string;
  /** The entry of `stsd` under which the frames were coded. */
  description: Buffer;
  /** In the order of decoding. */
  samples: Mp4Sample[];
  /** For each of `samples`: the how-manyth it is when shown, from 0. */
  ranks: number[];
}

/** All of a track, or the frames that `from` and `count` say, in the order of decoding. */
export function toSegment(track: Mp4Track, from = 0, count = track.samples.length - from): VideoSegment {
  const [description] = track.descriptions;
  if (!description || track.descriptions.length !== 1)
    throw invalid(`it has ${track.descriptions.length} descriptions`);
  const ranks = ranksOf(track.samples).slice(from, from + count);
  const first = Math.min(...ranks);
  return {
    path: track.path,
    description,
    samples: track.samples.slice(from, from + count),
    ranks: ranks.map((rank) => rank - first),
  };
}

/** For each frame in the order of decoding, the how-manyth it is when shown. */
export function ranksOf(samples: readonly Mp4Sample[]): number[] {
  let decodedAt = 0;
  const shownAt = samples.map(({ duration, shift }) => {
    decodedAt += duration;
    return decodedAt - duration + shift;
  });
  const ranks = new Array<number>(samples.length).fill(0);
  const order = [...shownAt.keys()].sort((a, b) => (shownAt[a] ?? 0) - (shownAt[b] ?? 0));
  for (const [rank, index] of order.entries()) ranks[index] = rank;
  return ranks;
}

export interface PictureClock {
  timescale: number;
  frameTicks: number;
  size: { width: number; height: number };
}

/** One track of all segments: every frame lasts as long as any other, and the first is shown at 0. */
export function buildPictureTrack(segments: readonly VideoSegment[], clock: PictureClock): FilmTrack {
  const descriptions = distinct(segments.map(({ description }) => description));
  const delay = Math.max(0, ...segments.map(delayOf));
  const samples = segments.flatMap((segment) => {
    const description = 1 + descriptions.findIndex((known) => known.equals(segment.description));
    const prefix = description > 1 || descriptions.length > 1 ? readParameterSets(segment.description) : undefined;
    return toFilmSamples(segment, { description, delay, frameTicks: clock.frameTicks, prefix });
  });
  const { timescale, frameTicks, size } = clock;
  const times = { skip: delay * frameTicks, length: samples.length * frameTicks };
  return { handler: 'vide', timescale, descriptions, samples, ...times, size };
}

/** How many frames have to be decoded ahead before the first can be shown. */
export function delayOf({ ranks }: VideoSegment): number {
  return Math.max(0, ...ranks.map((rank, index) => index - rank));
}

interface Placing {
  description: number;
  delay: number;
  frameTicks: number;
  /** Decoders that look only at the first description find the right parameters before the first frame as well. */
  prefix: Buffer | undefined;
}

export function toFilmSamples({ path, samples, ranks }: VideoSegment, placing: Placing): FilmSample[] {
  const { description, delay, frameTicks, prefix } = placing;
  return samples.map(({ offset, bytes, isSync }, index) => ({
    ...{ path, offset, bytes, description, duration: frameTicks },
    shift: ((ranks[index] ?? index) - index + delay) * frameTicks,
    isSync,
    ...(index === 0 && prefix && { prefix }),
  }));
}

function distinct(descriptions: readonly Buffer[]): Buffer[] {
  return descriptions.filter((one, index) => descriptions.findIndex((other) => other.equals(one)) === index);
}
