import { crc32 } from 'node:zlib';

const SIGNATURE_LENGTH = 8;
const KEYWORD = 'reelwright-view';

/** Writes a note into a PNG, just before its end, where viewers pass over it. */
export function writePngNote(png: Buffer, note: unknown): Buffer {
  const end = png.length - 12;
  return Buffer.concat([png.subarray(0, end), buildChunk(JSON.stringify(note)), png.subarray(end)]);
}

/** The note in a PNG; null where there is none or the bytes are no PNG. */
export function readPngNote(png: Buffer): unknown {
  if (png.toString('latin1', 1, 4) !== 'PNG') return null;
  for (let at = SIGNATURE_LENGTH; at + 12 <= png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) !== 'tEXt') continue;
    const text = png.toString('latin1', at + 8, at + 8 + length);
    if (text.startsWith(`${KEYWORD}\0`)) return parse(Buffer.from(text.slice(KEYWORD.length + 1), 'base64').toString());
  }
  return null;
}

function buildChunk(note: string): Buffer {
  const body = Buffer.from(`tEXt${KEYWORD}\0${Buffer.from(note).toString('base64')}`, 'latin1');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), chunk.length - 4);
  return chunk;
}

function parse(note: string): unknown {
  try {
    return JSON.parse(note);
  } catch {
    return null;
  }
}
