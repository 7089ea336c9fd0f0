import type { FileWindow } from './file-window';
import type { Mp4Sample } from './track';

/** Kinds of units of H.264. */
export const SLICE = 1;
export const SLICE_OF_START = 5;
export const SEQUENCE_SET = 7;

const MAX_BYTES = 64 * 1024;

export interface CodedUnit {
  kind: number;
  /** Its first byte included. */
  bytes: Buffer;
}

/**
 * The units at the beginning of a coded frame of H.264, each of which stands behind its length in four bytes. To be looked at before
 * the file is read on.
 */
export async function readUnits(file: FileWindow, { offset, bytes }: Mp4Sample): Promise<Iterable<CodedUnit>> {
  return listUnits(await file.read(offset, Math.min(bytes, MAX_BYTES)));
}

function* listUnits(frame: Buffer): Generator<CodedUnit> {
  for (let at = 0; at + 5 <= frame.length; at += 4 + frame.readUInt32BE(at)) {
    yield { kind: (frame[at + 4] ?? 0) & 0x1f, bytes: frame.subarray(at + 4, at + 4 + frame.readUInt32BE(at)) };
  }
}
