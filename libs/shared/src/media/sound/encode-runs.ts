import { writeFile } from 'node:fs/promises';
import type { PrivateDirectory } from '../private-directory';
import type { AacEncoders } from './aac-encoders';
import { PACKET_SAMPLES, type SoundCell, type Window } from './sound-cells';

export interface EncodedCell {
  path: string;
  packets: { offset: number; bytes: number }[];
}

export interface SoundRun {
  /** One after the other, without a gap. */
  cells: readonly SoundCell[];
  window: Window;
  /** What is heard in `window`, from `encodeFrom` on: whole packets. */
  mix: () => Promise<Int16Array>;
}

export interface EncoderParts {
  encoders: AacEncoders;
  directory: PrivateDirectory;
  signal: AbortSignal;
}

/**
 * Encodes runs of neighbouring cells; the packets of all of them go into one file. Those of one run fit to those of any other: all lie
 * on one grid from the film's beginning. In the order of the runs.
 */
export async function encodeRuns(
  runs: readonly SoundRun[],
  { encoders, directory, signal }: EncoderParts,
  name: string,
): Promise<EncodedCell[]> {
  const pieces: Int16Array[] = [];
  for (const { mix } of runs) pieces.push(await mix());
  const encoded = await encoders.encode(pieces, signal);
  const path = directory.file(name);
  await writeFile(path, Buffer.concat(encoded.flat()));
  let offset = 0;
  return runs.flatMap(({ cells, window }, index) => {
    const places = (encoded[index] ?? []).map(({ length: bytes }) => {
      const place = { offset, bytes };
      offset += bytes;
      return place;
    });
    const origin = window.encodeFrom / PACKET_SAMPLES;
    return cells.map(({ first, end }) => ({ path, packets: places.slice(first - origin, end - origin) }));
  });
}
