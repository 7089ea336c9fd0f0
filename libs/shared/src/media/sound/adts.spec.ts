import { describe, expect, it } from '@jest/globals';
import { AdtsReader } from './adts';

/** As an encoder writes it: AAC-LC, 48 kHz, stereo, no checksum. */
function frame(packet: Buffer): Buffer {
  const header = Buffer.from('fff14c80000000', 'hex');
  header.writeUInt32BE((header.readUInt32BE(3) | ((packet.length + 7) << 13)) >>> 0, 3);
  return Buffer.concat([header, packet]);
}

const packets = [1, 300, 8_000, 12].map((bytes, index) => Buffer.alloc(bytes, index + 1));

describe('AdtsReader', () => {
  it.each([1, 7, 64, 100_000])('gives each packet when it is whole, however it comes: %i bytes at a time', (size) => {
    const stream = Buffer.concat(packets.map(frame));
    const reader = new AdtsReader();
    const read: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) read.push(...reader.read(stream.subarray(at, at + size)));
    expect(read).toEqual(packets);
  });

  it.each(['no packets of AAC at all', '\xff\xf1\x4c\x80\x00\x00\x00\x00'])('says that it is none: %j', (bytes) => {
    expect(() => new AdtsReader().read(Buffer.from(bytes, 'latin1'))).toThrow('AAC');
  });
});
