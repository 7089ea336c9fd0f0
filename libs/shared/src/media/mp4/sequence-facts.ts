import { BitReader } from './bit-reader';

/** What a parameter set of H.264 says of the pictures of its sequence. */
export interface SequenceFacts {
  width: number;
  height: number;
  /** Whole pictures of square pixels, 4:2:0 of 8 bits in the range of television: what every player takes. */
  isOrdinary: boolean;
}

/** Profiles whose sets say more of the pixels; in all others these are 4:2:0 of 8 bits. */
const HIGH_PROFILES = [44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244];
const SQUARE = 1;
const SHAPE_IN_NUMBERS = 255;

/** `set`: a unit of the kind 7 with its first byte (ITU-T H.264, 7.3.2.1.1). MEDIA_INVALID when it ends too early. */
export function readSequenceFacts(set: Buffer): SequenceFacts {
  const reader = new BitReader(withoutGuards(set.subarray(1)));
  const profile = reader.bits(8);
  reader.bits(16);
  reader.unsigned();
  const hasOrdinaryPixels = !HIGH_PROFILES.includes(profile) || readPixelForm(reader);
  skipOrder(reader);
  const { isInterlaced, ...size } = readSize(reader);
  const looksOrdinary = !reader.flag() || readUsability(reader);
  return { ...size, isOrdinary: hasOrdinaryPixels && !isInterlaced && looksOrdinary };
}

// Within a unit a 3 stands between two zeros and what would look like the beginning of the next.
function withoutGuards(bytes: Buffer): Buffer {
  return Buffer.from(bytes.filter((byte, at) => !(byte === 3 && bytes[at - 1] === 0 && bytes[at - 2] === 0)));
}

function readPixelForm(reader: BitReader): boolean {
  const chroma = reader.unsigned();
  if (chroma === 3) reader.flag();
  const [lumaBits, chromaBits] = [8 + reader.unsigned(), 8 + reader.unsigned()];
  reader.flag();
  const lists = reader.flag() ? (chroma === 3 ? 12 : 8) : 0;
  for (let list = 0; list < lists; list++) if (reader.flag()) skipScaling(reader, list < 6 ? 16 : 64);
  return chroma === 1 && lumaBits === 8 && chromaBits === 8;
}

function skipScaling(reader: BitReader, count: number): void {
  let scale = 8;
  for (let left = count; left > 0; left--) {
    scale = (scale + reader.signed() + 256) % 256;
    // A zero stands for all that is left of the list.
    if (scale === 0) return;
  }
}

// How frames are numbered, and how many are kept.
function skipOrder(reader: BitReader): void {
  reader.unsigned();
  const kind = reader.unsigned();
  if (kind === 0) reader.unsigned();
  if (kind === 1) {
    reader.flag();
    reader.signed();
    reader.signed();
    for (let left = reader.unsigned(); left > 0; left--) reader.signed();
  }
  reader.unsigned();
  reader.flag();
}

// In blocks of 16, less what is cut off at the edges, which 4:2:0 counts in pairs.
function readSize(reader: BitReader): { width: number; height: number; isInterlaced: boolean } {
  const [columns, rows] = [reader.unsigned() + 1, reader.unsigned() + 1];
  const isInterlaced = !reader.flag();
  if (isInterlaced) reader.flag();
  reader.flag();
  const cut = reader.flag() ? Array.from({ length: 4 }, () => reader.unsigned()) : [];
  const [left = 0, right = 0, top = 0, bottom = 0] = cut;
  return { width: columns * 16 - (left + right) * 2, height: rows * 16 - (top + bottom) * 2, isInterlaced };
}

function readUsability(reader: BitReader): boolean {
  const isSquare = !reader.flag() || readShape(reader) <= SQUARE;
  if (reader.flag()) reader.flag();
  if (!reader.flag()) return isSquare;
  reader.bits(3);
  const hasFullRange = reader.flag();
  return isSquare && !hasFullRange;
}

// 0 says nothing, 1 is square, 255 a ratio in numbers.
function readShape(reader: BitReader): number {
  const shape = reader.bits(8);
  if (shape !== SHAPE_IN_NUMBERS) return shape;
  return reader.bits(16) === reader.bits(16) ? SQUARE : shape;
}
