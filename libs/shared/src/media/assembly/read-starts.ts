import type { FileWindow } from '../mp4/file-window';
import { readUnits, SLICE, SLICE_OF_START } from '../mp4/read-units';
import type { Mp4Sample, Mp4Track } from '../mp4/track';

/** The frames of a track, in the order of decoding, at which decoding can begin. */
export async function readStarts({ samples }: Mp4Track, file: FileWindow): Promise<Set<number>> {
  const starts = new Set<number>();
  for (const [index, sample] of samples.entries()) {
    if (sample.isSync && (await isStartOfSequence(sample, file))) starts.add(index);
  }
  return starts;
}

// Whether a coded frame of H.264 makes a decoder forget all before it; the file's own word is not enough for a cut.
async function isStartOfSequence(sample: Mp4Sample, file: FileWindow): Promise<boolean> {
  for (const { kind } of await readUnits(file, sample)) {
    // Other units may come first: delimiters, parameters, notes of the encoder.
    if (kind >= SLICE && kind <= SLICE_OF_START) return kind === SLICE_OF_START;
  }
  return false;
}
