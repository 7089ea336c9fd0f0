import { box, listBoxes } from './boxes';

/** Where the boxes of a description begin, behind the fixed fields of its kind. */
const CHILDREN_AT: Readonly<Record<string, number>> = { avc1: 86, mp4a: 36 };

/** A description without its note on the bit rate: only by that would those of two runs of one encoder differ, and players start anew. */
export function withoutBitRate(description: Buffer): Buffer {
  const type = description.toString('latin1', 4, 8);
  const childrenAt = CHILDREN_AT[type];
  if (childrenAt === undefined || description.length < childrenAt) return description;
  const found = [...listBoxes(description, childrenAt)].find((child) => child.type === 'btrt');
  if (!found) return description;
  return box(type, description.subarray(8, found.start - 8), description.subarray(found.end));
}
