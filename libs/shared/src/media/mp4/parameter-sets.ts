import { type Box, findBox, invalid, listBoxes } from './boxes';

/** Where the boxes of a description of H.264 begin: after the fixed fields of a picture. */
const CHILDREN_AT = 86;

export interface AvcFacts {
  /** Bytes of the length before each unit; 4 in all but the oddest files. */
  lengthBytes: number;
  sequences: Buffer[];
  /** Those, and the ones of pictures. */
  sets: Buffer[];
}

export interface PictureEntry {
  width: number;
  height: number;
  /** Whether nothing but the codec's own parameters says how the pictures are shown. */
  isOrdinary: boolean;
}

/** What the fixed fields and the boxes of a description say. */
export function readPictureEntry(description: Buffer): PictureEntry | null {
  if (description.length < CHILDREN_AT) return null;
  const boxes = [...listBoxes(description, CHILDREN_AT)];
  return {
    width: description.readUInt16BE(32),
    height: description.readUInt16BE(34),
    isOrdinary: boxes.every((child) => isOrdinary(description, child)),
  };
}

function isOrdinary(description: Buffer, { type, start, end }: Box): boolean {
  if (type === 'pasp') return description.readUInt32BE(start) === description.readUInt32BE(start + 4);
  // The last byte of these colours says whether they have the full range, which is not that of television.
  if (type === 'colr') return description.toString('latin1', start, start + 4) !== 'nclx' || description[end - 1] === 0;
  return type === 'avcC';
}

/** What `avcC` of a description says. Null when it is none of H.264. */
export function readAvcFacts(description: Buffer): AvcFacts | null {
  if (description.toString('latin1', 4, 8) !== 'avc1' || description.length < CHILDREN_AT) return null;
  const found = findBox(description, { start: CHILDREN_AT, end: description.length }, 'avcC');
  if (!found || found.end - found.start < 7) return null;
  const avcC = description.subarray(found.start, found.end);
  const sequence = readSets(avcC, 6, (avcC[5] ?? 0) & 0x1f);
  const picture = readSets(avcC, sequence.end + 1, avcC[sequence.end] ?? 0);
  const sets = [...sequence.sets, ...picture.sets];
  return { lengthBytes: 1 + ((avcC[4] ?? 0) & 3), sequences: sequence.sets, sets };
}

/** The parameter sets of a description as units that can stand before a frame. */
export function readParameterSets(description: Buffer): Buffer {
  const sets = readAvcFacts(description)?.sets ?? [];
  return Buffer.concat(
    sets.map((set) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(set.length);
      return Buffer.concat([length, set]);
    }),
  );
}

function readSets(avcC: Buffer, start: number, count: number): { sets: Buffer[]; end: number } {
  const sets: Buffer[] = [];
  let at = start;
  for (let left = count; left > 0; left--) {
    const end = at + 2 + (at + 2 <= avcC.length ? avcC.readUInt16BE(at) : Infinity);
    if (end > avcC.length) throw invalid('a parameter set reaches beyond its box');
    sets.push(avcC.subarray(at + 2, end));
    at = end;
  }
  return { sets, end: at };
}
