import { readUnits, SLICE, SLICE_OF_START } from '../mp4/read-units';
import type { Mp4Sample } from '../mp4/track';

/** Whether a coded frame of H.264 makes a decoder forget all before it; the file's own word is not enough for a cut. */
export async function isStartOfSequence(path: string, sample: Mp4Sample): Promise<boolean> {
  const units = await readUnits(path, sample);
  // Other units may come first: delimiters, parameters, notes of the encoder.
  return units.find(({ kind }) => kind >= SLICE && kind <= SLICE_OF_START)?.kind === SLICE_OF_START;
}
