import { bytesOf, type FilmSample, type FilmTrack } from './film-track';
import type { Chunk } from './build-sample-table';

const CHUNK_SECONDS = 1;

/** Lays the samples of all tracks out, a second of each in turn, so that a player need not jump. */
export function interleave(tracks: readonly FilmTrack[], firstOffset: number): Map<FilmTrack, Chunk[]> {
  const queues = tracks.map((track) => ({ track, chunks: splitIntoSeconds(track) }));
  const laidOut = new Map<FilmTrack, Chunk[]>(tracks.map((track) => [track, []]));
  let offset = firstOffset;
  for (let round = 0; queues.some(({ chunks }) => chunks.length > round); round++) {
    for (const { track, chunks } of queues) {
      const samples = chunks[round];
      if (!samples) continue;
      laidOut.get(track)?.push({ samples, offset });
      offset += samples.reduce((sum, sample) => sum + bytesOf(sample), 0);
    }
  }
  return laidOut;
}

// A chunk has one description, so a change of it begins a new one.
function splitIntoSeconds({ samples, timescale }: FilmTrack): FilmSample[][] {
  const chunks: FilmSample[][] = [];
  let length = Infinity;
  for (const sample of samples) {
    const last = chunks.at(-1);
    if (!last || length >= CHUNK_SECONDS * timescale || last[0]?.description !== sample.description) {
      chunks.push([sample]);
      length = 0;
    } else last.push(sample);
    length += sample.duration;
  }
  return chunks;
}
