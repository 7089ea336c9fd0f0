import { AppError } from '@shared/errors/app-error';

const HEADER_BYTES = 7;

/** Packets of AAC as they come out of an encoder: each behind a header that says how long it is. */
export class AdtsReader {
  private rest: Buffer = Buffer.alloc(0);

  /** The packets, without their headers, that are whole now. FFMPEG_FAILED where the bytes are something else. */
  read(chunk: Buffer): Buffer[] {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    const packets: Buffer[] = [];
    let at = 0;
    while (at + HEADER_BYTES <= bytes.length) {
      const end = at + sizeOf(bytes, at);
      if (end > bytes.length) break;
      packets.push(bytes.subarray(at + HEADER_BYTES, end));
      at = end;
    }
    this.rest = bytes.subarray(at);
    return packets;
  }
}

// Twelve bits that are always set, then what there is, then 13 bits of length with the header's own bytes.
function sizeOf(bytes: Buffer, at: number): number {
  const size = (bytes.readUInt32BE(at + 3) >>> 13) & 0x1fff;
  const isHeader = bytes.readUInt16BE(at) >>> 4 === 0xfff && size >= HEADER_BYTES;
  if (!isHeader) throw new AppError('FFMPEG_FAILED', 'What came out of the encoder of AAC is none');
  return size;
}
