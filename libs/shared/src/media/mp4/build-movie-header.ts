import { SAMPLE_RATE } from '../film-target';
import { box, fullBox, uint16, uint32 } from './boxes';
import { buildSampleTable, type Chunk } from './build-sample-table';
import type { FilmTrack } from './film-track';

const MATRIX = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
/** Exact for the sound and for most pictures, right within a hundred-thousandth of a second for any; 32 bits of it are a day. */
const MOVIE_UNIT = SAMPLE_RATE;
const UNDETERMINED_LANGUAGE = 0x55c4;

export interface TrackInFile {
  track: FilmTrack;
  chunks: readonly Chunk[];
}

/** `moov`. Its size does not depend on where the chunks lie, so it can stand before them. */
export function buildMovieHeader(tracks: readonly TrackInFile[]): Buffer {
  const durations = tracks.map(({ track }) => Math.round((track.length * MOVIE_UNIT) / track.timescale));
  return box(
    'moov',
    buildMovieFacts({ timescale: MOVIE_UNIT, duration: Math.max(0, ...durations), nextTrack: tracks.length + 1 }),
    ...tracks.map((inFile, index) => buildTrack(inFile, { id: index + 1, duration: durations[index] ?? 0 })),
  );
}

export function buildMovieFacts(facts: { timescale: number; duration: number; nextTrack: number }): Buffer {
  const { timescale, duration, nextTrack } = facts;
  return fullBox(
    'mvhd',
    0,
    ...[uint32(0, 0, timescale, duration, 0x10000), uint16(0x100, 0), uint32(0, 0)],
    ...[MATRIX, uint32(0, 0, 0, 0, 0, 0, nextTrack)],
  );
}

function buildTrack({ track, chunks }: TrackInFile, place: { id: number; duration: number }): Buffer {
  const { duration } = place;
  const edit = fullBox('elst', 0, uint32(1, duration, track.skip, 0x10000));
  return box(
    'trak',
    buildTrackFacts(track, place),
    box('edts', edit),
    buildMedia(track, buildSampleTable(track, chunks)),
  );
}

export function buildTrackFacts(track: FilmTrack, { id, duration }: { id: number; duration: number }): Buffer {
  const { handler, size } = track;
  // Captions are there to be chosen: in the film, not switched on.
  const flags = handler === 'sbtl' ? 2 : 3;
  const group = { vide: 0, soun: 1, sbtl: 2 }[handler];
  return fullBox(
    'tkhd',
    flags,
    ...[uint32(0, 0, id, 0, duration, 0, 0), uint16(0, group, handler === 'soun' ? 0x100 : 0, 0)],
    ...[MATRIX, uint32(size.width * 0x10000, size.height * 0x10000)],
  );
}

export function buildMedia(track: FilmTrack, sampleTable: Buffer): Buffer {
  const { handler, timescale, samples } = track;
  const length = samples.reduce((sum, { duration }) => sum + duration, 0);
  const noSource = fullBox('dref', 0, uint32(1), fullBox('url ', 1));
  return box(
    'mdia',
    fullBox('mdhd', 0, uint32(0, 0, timescale, length), uint16(UNDETERMINED_LANGUAGE, 0)),
    fullBox('hdlr', 0, uint32(0), Buffer.from(handler, 'latin1'), uint32(0, 0, 0), Buffer.from('\0')),
    box('minf', buildMediaHeader(handler), box('dinf', noSource), sampleTable),
  );
}

function buildMediaHeader(handler: FilmTrack['handler']): Buffer {
  if (handler === 'vide') return fullBox('vmhd', 1, uint32(0, 0));
  return handler === 'soun' ? fullBox('smhd', 0, uint32(0)) : fullBox('nmhd', 0);
}
