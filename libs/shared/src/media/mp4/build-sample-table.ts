import { box, fullBox, uint32, uint64 } from './boxes';
import { bytesOf, type FilmSample, type FilmTrack } from './film-track';

/** Samples of one track that lie one after the other in the file. */
export interface Chunk {
  samples: FilmSample[];
  offset: number;
}

/** `stbl`: all that a player has to know to find and time each sample. */
export function buildSampleTable(track: FilmTrack, chunks: readonly Chunk[]): Buffer {
  const { samples, descriptions } = track;
  return box(
    'stbl',
    fullBox('stsd', 0, uint32(descriptions.length), ...descriptions),
    buildRuns(
      'stts',
      samples.map(({ duration }) => duration),
    ),
    ...(samples.some(({ shift }) => shift !== 0)
      ? [
          buildRuns(
            'ctts',
            samples.map(({ shift }) => shift),
          ),
        ]
      : []),
    ...buildSyncs(samples),
    buildChunkRuns(chunks),
    fullBox('stsz', 0, uint32(0, samples.length), uint32(...samples.map(bytesOf))),
    fullBox('co64', 0, uint32(chunks.length), uint64(...chunks.map(({ offset }) => offset))),
  );
}

function buildRuns(type: string, values: readonly number[]): Buffer {
  const runs: [count: number, value: number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last?.[1] === value) last[0]++;
    else runs.push([1, value]);
  }
  return fullBox(type, 0, uint32(runs.length), uint32(...runs.flat()));
}

// Left out where every sample can be a start: that is what a player takes it for.
function buildSyncs(samples: readonly FilmSample[]): Buffer[] {
  const syncs = samples.flatMap(({ isSync }, index) => (isSync ? [index + 1] : []));
  return syncs.length === samples.length ? [] : [fullBox('stss', 0, uint32(syncs.length), uint32(...syncs))];
}

function buildChunkRuns(chunks: readonly Chunk[]): Buffer {
  const rows: number[] = [];
  for (const [index, { samples }] of chunks.entries()) {
    const description = samples[0]?.description ?? 1;
    if (rows.at(-2) !== samples.length || rows.at(-1) !== description)
      rows.push(index + 1, samples.length, description);
  }
  return fullBox('stsc', 0, uint32(rows.length / 3), uint32(...rows));
}
