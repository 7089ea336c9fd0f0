import { readFile } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { readImageHeader } from './image-header';
import { PrivateDirectory } from './private-directory';
import { FfmpegRunner } from './run-ffmpeg';
import { isPictureHead, takeInPicture } from './take-in-picture';

const runner = new FfmpegRunner({ ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' });
const REFERENCE = { kind: 'reference' } as const;

async function draw(size: string, output: string): Promise<Buffer> {
  await using directory = await PrivateDirectory.create();
  const source = ['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=s=${size}`, '-frames:v', '1'];
  await runner.ffmpeg([...source, output], { cwd: directory.path });
  return await readFile(directory.file(output));
}

// As small as a file with so many pixels can be.
function bomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((side / 8 + 1) * side));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

describe('takeInPicture', () => {
  it.each([
    ['png', '640x480', REFERENCE, [640, 480]],
    ['jpg', '3000x1500', REFERENCE, [1024, 512]],
    ['webp', '600x1200', REFERENCE, [512, 1024]],
    ['png', '640x480', { kind: 'keyframe', aspectRatio: '16:9' }, [1376, 768]],
    ['jpg', '1600x900', { kind: 'keyframe', aspectRatio: '9:16' }, [768, 1376]],
  ] as const)('makes a PNG of a %s of %s', async (type, size, use, [width, height]) => {
    const picture = await draw(size, `drawn.${type}`);
    expect(isPictureHead(picture.subarray(0, 16))).toBe(true);
    expect(readImageHeader(await takeInPicture(runner, picture, use))).toEqual({
      mediaType: 'image/png',
      width,
      height,
    });
  });

  it('gives the same bytes for the same picture, so that it is known by them', async () => {
    const picture = await draw('320x200', 'drawn.jpg');
    expect(await takeInPicture(runner, picture, REFERENCE)).toEqual(await takeInPicture(runner, picture, REFERENCE));
  });

  it('keeps nothing but pixels of a file that is two things at once', async () => {
    const script = '<script>alert(1)</script>';
    const jpeg = await draw('64x64', 'drawn.jpg');
    const comment = Buffer.from([0xff, 0xfe, 0, script.length + 2]);
    const both = Buffer.concat([
      jpeg.subarray(0, 2),
      comment,
      Buffer.from(script),
      jpeg.subarray(2),
      Buffer.from(`PK${script}`),
    ]);
    const taken = await takeInPicture(runner, both, REFERENCE);
    expect(taken.includes('script')).toBe(false);
  });

  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['a bomb of 400 megapixels', () => bomb(20_000)],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'.padEnd(64))],
    ['HTML', () => Buffer.from('<!doctype html><img src=x>'.padEnd(64))],
    ['a playlist', () => Buffer.from('ffconcat version 1.0\nfile /etc/passwd\n'.padEnd(64))],
    ['a JPEG that was cut off', async () => (await draw('640x480', 'drawn.jpg')).subarray(0, 4000)],
    ['more than 10 MiB', () => Buffer.alloc(10 * 1024 * 1024 + 1)],
  ])('refuses %s', async (_, make) => {
    await expect(takeInPicture(runner, await make(), REFERENCE)).rejects.toMatchObject({ code: 'MEDIA_INVALID' });
  });
});
