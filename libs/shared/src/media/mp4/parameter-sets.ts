import { findBox, invalid } from './boxes';

/** Where the boxes of a description of H.264 begin: after the fixed fields of a picture. */
const CHILDREN_AT = 86;

export interface AvcFacts {
  /** Bytes of the length before each unit; 4 in all but the oddest files. */
  lengthBytes: number;
  profile: number;
  sets: Buffer[];
}

/** What `avcC` of a description says. Null when it is none of H.264. */
export function readAvcFacts(description: Buffer): AvcFacts | null {
  if (description.toString('latin1', 4, 8) !== 'avc1' || description.length < CHILDREN_AT) return null;
  const found = findBox(description, { start: CHILDREN_AT, end: description.length }, 'avcC');
  if (!found || found.end - found.start < 7) return null;
  const avcC = description.subarray(found.start, found.end);
  const sequence = readSets(avcC, 6, (avcC[5] ?? 0) & 0x1f);
  const picture = readSets(avcC, sequence.end + 1, avcC[sequence.end] ?? 0);
  return { lengthBytes: 1 + ((avcC[4] ?? 0) & 3), profile: avcC[1] ?? 0, sets: [...sequence.sets, ...picture.sets] };
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
