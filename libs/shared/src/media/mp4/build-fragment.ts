import { box, fullBox, uint32, uint64 } from './boxes';
import { buildMedia, buildMovieFacts, buildTrackFacts } from './build-movie-header';
import { buildSampleTable } from './build-sample-table';
import { bytesOf, type FilmSample, type FilmTrack } from './film-track';

const FILE_TYPE = box('ftyp', Buffer.from('iso6', 'latin1'), uint32(1), Buffer.from('iso6cmfcmp41', 'latin1'));
const DEPENDS_ON_NONE = 0x02000000;
const DEPENDS_ON_OTHERS = 0x01010000;

/** What a player reads before the first fragment: the tracks, without a sample. */
export function buildInit(tracks: readonly Omit<FilmTrack, 'samples' | 'skip' | 'length'>[]): Buffer {
  const empty = tracks.map((track) => ({ ...track, samples: [], skip: 0, length: 0 }));
  const traks = empty.map((track, index) =>
    box('trak', buildTrackFacts(track, { id: index + 1, duration: 0 }), buildMedia(track, buildSampleTable(track, []))),
  );
  const defaults = empty.map((_, index) => fullBox('trex', 0, uint32(index + 1, 1, 0, 0, 0)));
  const facts = buildMovieFacts({ timescale: 1000, duration: 0, nextTrack: tracks.length + 1 });
  return Buffer.concat([FILE_TYPE, box('moov', facts, ...traks, box('mvex', ...defaults))]);
}

export interface TrackFragment {
  /** Of the track, from 1. */
  id: number;
  /** When the first of `samples` is decoded, in units of the track, from the beginning of the film. */
  decodedAt: number;
  samples: readonly FilmSample[];
}

/** `moof` and the beginning of `mdat`; the samples follow, track by track. */
export function buildFragmentHeader(sequence: number, tracks: readonly TrackFragment[]): Buffer {
  const size = buildMovieFragment(sequence, tracks, 0).length;
  const bytes = tracks.reduce((sum, { samples }) => sum + samples.reduce((all, sample) => all + bytesOf(sample), 0), 0);
  const dataHeader = Buffer.concat([uint32(bytes + 8), Buffer.from('mdat', 'latin1')]);
  return Buffer.concat([buildMovieFragment(sequence, tracks, size + 8), dataHeader]);
}

function buildMovieFragment(sequence: number, tracks: readonly TrackFragment[], dataOffset: number): Buffer {
  let offset = dataOffset;
  const trafs = tracks.map((track) => {
    const traf = buildTrackFragment(track, offset);
    offset += track.samples.reduce((sum, sample) => sum + bytesOf(sample), 0);
    return traf;
  });
  return box('moof', fullBox('mfhd', 0, uint32(sequence)), ...trafs);
}

// Version 1 of `trun` takes shifts below zero, so that no edit list is needed for the first frame to be shown at 0.
function buildTrackFragment({ id, decodedAt, samples }: TrackFragment, dataOffset: number): Buffer {
  const rows = samples.flatMap((sample) => [
    ...[sample.duration, bytesOf(sample), sample.isSync ? DEPENDS_ON_NONE : DEPENDS_ON_OTHERS, sample.shift],
  ]);
  return box(
    'traf',
    fullBox('tfhd', 0x020000, uint32(id)),
    fullBox('tfdt', 0x01000000, uint64(decodedAt)),
    fullBox('trun', 0x01000f01, uint32(samples.length, dataOffset), uint32(...rows)),
  );
}
