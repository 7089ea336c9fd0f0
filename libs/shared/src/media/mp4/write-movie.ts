import { box, uint32, uint64 } from './boxes';
import { buildMovieHeader } from './build-movie-header';
import type { Chunk } from './build-sample-table';
import { copySamples } from './copy-samples';
import { bytesOf, type FilmTrack } from './film-track';
import { interleave } from './interleave';
import { SampleReader } from './sample-reader';

const FILE_TYPE = box('ftyp', Buffer.from('isom', 'latin1'), uint32(0x200), Buffer.from('isomiso2avc1mp41', 'latin1'));
const DATA_HEADER_BYTES = 16;

export interface WriteMovie {
  tracks: readonly FilmTrack[];
  outputPath: string;
  signal?: AbortSignal | undefined;
}

/** Writes an MP4 whose header comes first. Samples are copied as they are; times are those of the tracks, to the unit. */
export async function writeMovie({ tracks, outputPath, signal }: WriteMovie): Promise<void> {
  const headerBytes = buildHeader(tracks, interleave(tracks, 0)).length;
  const firstOffset = FILE_TYPE.length + headerBytes + DATA_HEADER_BYTES;
  const laidOut = interleave(tracks, firstOffset);
  const bytes = tracks.flatMap(({ samples }) => samples).reduce((sum, sample) => sum + bytesOf(sample), 0);
  const header = Buffer.concat([FILE_TYPE, buildHeader(tracks, laidOut), buildDataHeader(bytes)]);
  const chunks = [...laidOut.values()].flat().sort((a, b) => a.offset - b.offset);
  await using reader = new SampleReader();
  await copySamples({ outputPath, header, samples: chunks.flatMap(({ samples }) => samples), reader, signal });
}

function buildHeader(tracks: readonly FilmTrack[], laidOut: Map<FilmTrack, Chunk[]>): Buffer {
  return buildMovieHeader(tracks.map((track) => ({ track, chunks: laidOut.get(track) ?? [] })));
}

function buildDataHeader(bytes: number): Buffer {
  return Buffer.concat([uint32(1), Buffer.from('mdat', 'latin1'), uint64(bytes + DATA_HEADER_BYTES)]);
}
