import { AppError } from '@shared/errors/app-error';

/** A part of an MP4 file: four letters, then a body that lasts from `start` to `end`. */
export interface Box {
  type: string;
  start: number;
  end: number;
}

/** The boxes between two offsets. MEDIA_INVALID when one reaches beyond the end: whoever wrote it lies. */
export function* listBoxes(bytes: Buffer, start = 0, end = bytes.length): Generator<Box> {
  for (let at = start; at + 8 <= end;) {
    const { headerBytes, size } = readBoxSize(bytes, at, end - at);
    if (size < headerBytes || size > end - at)
      throw invalid(`a box of ${size} bytes at ${at}, where ${end - at} are left`);
    yield { type: bytes.toString('latin1', at + 4, at + 8), start: at + headerBytes, end: at + size };
    at += size;
  }
}

/** Of a box that begins at `at`. `left`: what a size of 0 stands for, all the rest. */
export function readBoxSize(bytes: Buffer, at: number, left: number): { headerBytes: number; size: number } {
  const size = bytes.readUInt32BE(at);
  if (size === 1 && left >= 16) return { headerBytes: 16, size: Number(bytes.readBigUInt64BE(at + 8)) };
  return { headerBytes: 8, size: size === 0 ? left : size };
}

export function findBox(bytes: Buffer, parent: Pick<Box, 'start' | 'end'>, type: string): Box | null {
  for (const box of listBoxes(bytes, parent.start, parent.end)) if (box.type === type) return box;
  return null;
}

export function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(body.length + 8);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, body]);
}

export function fullBox(type: string, versionAndFlags: number, ...parts: Buffer[]): Buffer {
  return box(type, uint32(versionAndFlags), ...parts);
}

export function uint32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
}

export function uint64(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64BE(BigInt(value), index * 8);
  return bytes;
}

export function uint16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}

export function invalid(what: string): AppError {
  return new AppError('MEDIA_INVALID', `The MP4 file is not well made: ${what}`);
}
