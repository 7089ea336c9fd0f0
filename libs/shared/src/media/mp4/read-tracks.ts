import { type Box, findBox, invalid, listBoxes, readBoxSize } from './boxes';
import { FileWindow } from './file-window';
import { MAX_SAMPLES, readSamples } from './read-samples';
import type { Mp4Edit, Mp4Movie, Mp4Track } from './track';
import { withoutBitRate } from './without-bit-rate';

const MAX_HEADER_BYTES = 32 * 1024 * 1024;

/** What the header of an MP4 file says, with the place of each sample. It decodes nothing. */
export async function readMovie(file: FileWindow): Promise<Mp4Movie> {
  const { moov, bytes } = await readMovieHeader(file);
  const whole = { type: 'moov', start: 0, end: moov.length };
  const mvhd = findBox(moov, whole, 'mvhd');
  return {
    ...{ bytes, timescale: mvhd ? readTimes(moov, mvhd).timescale : 0 },
    isFragmented: findBox(moov, whole, 'mvex') !== null,
    tracks: readAllTracks(file.path, moov),
  };
}

function readAllTracks(path: string, moov: Buffer): Mp4Track[] {
  let samplesLeft = MAX_SAMPLES;
  return [...listBoxes(moov)]
    .filter(({ type }) => type === 'trak')
    .map((trak) => {
      const track = readTrack(path, { moov, trak, samplesLeft });
      samplesLeft -= track.samples.length;
      return track;
    });
}

export async function readTracks(path: string): Promise<Mp4Track[]> {
  await using file = await FileWindow.open(path);
  return (await readMovie(file)).tracks;
}

export async function readTrackOf(path: string, handler: string): Promise<Mp4Track> {
  const track = (await readTracks(path)).find((found) => found.handler === handler);
  if (!track) throw invalid(`it has no track of the kind ${handler}`);
  return track;
}

/** The one that is seen, if there is any. */
export function pictureOf({ tracks }: Mp4Movie): Mp4Track | null {
  return tracks.find(({ handler }) => handler === 'vide') ?? null;
}

async function readMovieHeader(file: FileWindow): Promise<{ moov: Buffer; bytes: number }> {
  const size = await file.countBytes();
  for (let at = 0; at + 8 <= size;) {
    const header = await readAt(file, at, Math.min(16, size - at));
    const { headerBytes, size: boxSize } = readBoxSize(header, 0, size - at);
    if (boxSize < headerBytes || boxSize > size - at) throw invalid(`a box of ${boxSize} bytes at ${at} of ${size}`);
    if (header.toString('latin1', 4, 8) === 'moov')
      return { moov: await readHeader(file, at + headerBytes, boxSize - headerBytes), bytes: size };
    at += boxSize;
  }
  throw invalid('it has no header');
}

async function readHeader(file: FileWindow, at: number, bytes: number): Promise<Buffer> {
  if (bytes > MAX_HEADER_BYTES) throw invalid(`its header has ${bytes} bytes, at most ${MAX_HEADER_BYTES} are taken`);
  return readAt(file, at, bytes);
}

async function readAt(file: FileWindow, position: number, bytes: number): Promise<Buffer> {
  const read = await file.copy(position, bytes);
  if (read.length !== bytes) throw invalid(`it ends at ${position + read.length}`);
  return read;
}

interface TrackToRead {
  moov: Buffer;
  trak: Box;
  /** What the tracks before it have left over. */
  samplesLeft: number;
}

function readTrack(path: string, { moov, trak, samplesLeft }: TrackToRead): Mp4Track {
  const mdia = need(moov, trak, 'mdia');
  const mdhd = need(moov, mdia, 'mdhd');
  const stbl = need(moov, need(moov, mdia, 'minf'), 'stbl');
  const hdlr = need(moov, mdia, 'hdlr');
  return {
    path,
    handler: moov.toString('latin1', hdlr.start + 8, hdlr.start + 12),
    ...readTimes(moov, mdhd),
    descriptions: readDescriptions(moov, need(moov, stbl, 'stsd')),
    samples: readSamples(moov, stbl, samplesLeft),
    isTurned: isTurned(moov, need(moov, trak, 'tkhd')),
    edits: readEdits(moov, trak),
  };
}

// The same in the header of a movie and of a track.
function readTimes(moov: Buffer, { start }: Box): { timescale: number; duration: number } {
  if (moov[start] !== 1) return { timescale: moov.readUInt32BE(start + 12), duration: moov.readUInt32BE(start + 16) };
  return { timescale: moov.readUInt32BE(start + 20), duration: Number(moov.readBigUInt64BE(start + 24)) };
}

function need(moov: Buffer, parent: Box, type: string): Box {
  const found = findBox(moov, parent, type);
  if (!found) throw invalid(`${parent.type} has no ${type}`);
  return found;
}

function readDescriptions(moov: Buffer, stsd: Box): Buffer[] {
  const entries = [...listBoxes(moov, stsd.start + 8, stsd.end)];
  return entries.map(({ start, end }) => withoutBitRate(moov.subarray(start - 8, end)));
}

// The matrix of an upright picture is the unit: 1, 0, 0, 1 in its first two columns.
function isTurned(moov: Buffer, tkhd: Box): boolean {
  const at = tkhd.start + (moov[tkhd.start] === 1 ? 52 : 40);
  const corner = [0, 4, 12, 16].map((offset) => moov.readInt32BE(at + offset));
  return corner.join() !== [0x10000, 0, 0, 0x10000].join();
}

function readEdits(moov: Buffer, trak: Box): Mp4Edit[] {
  const edts = findBox(moov, trak, 'edts');
  const elst = edts && findBox(moov, edts, 'elst');
  if (!elst) return [];
  const isLong = moov[elst.start] === 1;
  const count = Math.min(
    moov.readUInt32BE(elst.start + 4),
    Math.floor((elst.end - elst.start - 8) / (isLong ? 20 : 12)),
  );
  return Array.from({ length: count }, (_, index) =>
    readEdit(moov, elst.start + 8 + index * (isLong ? 20 : 12), isLong),
  );
}

function readEdit(moov: Buffer, at: number, isLong: boolean): Mp4Edit {
  if (!isLong) return { duration: moov.readUInt32BE(at), mediaTime: moov.readInt32BE(at + 4) };
  return { duration: Number(moov.readBigUInt64BE(at)), mediaTime: Number(moov.readBigInt64BE(at + 8)) };
}
