import { open } from 'node:fs/promises';
import type { Mp4Sample } from '../mp4/track';

const SLICE = 1;
const SLICE_OF_START = 5;
const MAX_BYTES = 64 * 1024;

/** Whether a coded frame of H.264 makes a decoder forget all before it; the file's own word is not enough for a cut. */
export async function isStartOfSequence(path: string, { offset, bytes }: Mp4Sample): Promise<boolean> {
  await using file = await open(path);
  const buffer = Buffer.alloc(Math.min(bytes, MAX_BYTES));
  const { bytesRead } = await file.read({ buffer, position: offset });
  return findSliceType(buffer.subarray(0, bytesRead)) === SLICE_OF_START;
}

// Other units may come first: delimiters, parameters, notes of the encoder.
function findSliceType(frame: Buffer): number | null {
  for (let at = 0; at + 5 <= frame.length; at += 4 + frame.readUInt32BE(at)) {
    const type = (frame[at + 4] ?? 0) & 0x1f;
    if (type >= SLICE && type <= SLICE_OF_START) return type;
  }
  return null;
}
