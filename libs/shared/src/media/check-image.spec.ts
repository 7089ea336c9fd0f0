import { describe, expect, it } from '@jest/globals';
import { checkImage } from './check-image';

const png = (width: number, height: number) => {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13, 0);
  header.write('IHDR', 4, 'latin1');
  header.writeUInt32BE(width, 8);
  header.writeUInt32BE(height, 12);
  const end = Buffer.from('0000000049454e44ae426082', 'hex');
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), header, end]);
};
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc4000401ffffc2001108012c0190030000ffd9', 'hex');
const webp = (chunk: string, body: string) => {
  const content = Buffer.concat([Buffer.from(`WEBP${chunk}`, 'latin1'), Buffer.from(body, 'hex')]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from('RIFF', 'latin1'), length, content]);
};

describe('checkImage', () => {
  it.each([
    ['a PNG', png(1344, 768), { mediaType: 'image/png', width: 1344, height: 768 }],
    ['a JPEG', jpeg, { mediaType: 'image/jpeg', width: 400, height: 300 }],
    [
      'a lossy WebP',
      webp('VP8 ', '0a000000' + '000000' + '9d012a' + '9001' + '2c01'),
      { mediaType: 'image/webp', width: 400, height: 300 },
    ],
    [
      'a lossless WebP',
      webp('VP8L', '0a000000' + '2f' + '8fc14a00' + '0000000000'),
      { mediaType: 'image/webp', width: 400, height: 300 },
    ],
    [
      'an extended WebP',
      webp('VP8X', '0a000000' + '00000000' + '8f0100' + '2b0100'),
      { mediaType: 'image/webp', width: 400, height: 300 },
    ],
  ])('reads the type and size of %s', (_, bytes, facts) => {
    expect(checkImage(bytes)).toEqual(facts);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'not a PNG, JPEG or WebP'],
    ['a page', Buffer.from('<html><body>502 Bad Gateway</body></html>'), 'not a PNG, JPEG or WebP'],
    ['a PNG cut off on the way', png(10, 10).subarray(0, 40), 'not a PNG, JPEG or WebP'],
    ['a JPEG cut off in its header', jpeg.subarray(0, 24), 'not a PNG, JPEG or WebP'],
    [
      'a WebP cut off on the way',
      webp('VP8X', '0a000000' + '00'.repeat(40)).subarray(0, 40),
      'not a PNG, JPEG or WebP',
    ],
    ['a bomb', png(16_000, 16_000), '16000 x 16000'],
    ['no pixel', png(0, 10), '0 x 10'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => checkImage(bytes)).toThrow(message);
  });

  it('refuses more bytes than allowed', () => {
    expect(() => checkImage(png(1, 1), { maxBytes: 10 })).toThrow('at most 10');
  });

  it('ends on any bytes', () => {
    const jpegStart = Buffer.from('ffd8ff', 'hex');
    for (let filler = 0; filler < 256; filler++) {
      expect(() => checkImage(Buffer.concat([jpegStart, Buffer.alloc(4096, filler)]))).toThrow();
    }
  });
});
