import { open } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { PrivateDirectory } from '../private-directory';
import { box, uint32, uint64 } from './boxes';
import { readTracks } from './read-tracks';

/** Some hundred bytes that declare so many samples of one byte. */
function aTrack(samples: number): Buffer {
  const stbl = box(
    'stbl',
    box('stsd', uint32(0, 0)),
    box('stts', uint32(0, 1, samples, 1)),
    box('stsc', uint32(0, 1, 1, samples, 1)),
    box('stsz', uint32(0, 1, samples)),
    box('stco', uint32(0, 1, 0)),
  );
  const mdia = box('mdia', box('mdhd', Buffer.alloc(24)), box('hdlr', Buffer.alloc(24)), box('minf', stbl));
  return box('trak', box('tkhd', Buffer.alloc(84)), mdia);
}

const header = (...samples: number[]) => box('moov', ...samples.map(aTrack));
const free = (bytes: number) => box('free', Buffer.alloc(bytes - 8));

/** What is left out between two pieces takes no room on disk. */
async function readTracksOf(pieces: readonly { at?: number; bytes: Buffer }[], length?: number): Promise<number[]> {
  await using directory = await PrivateDirectory.create();
  const path = directory.file('a.mp4');
  {
    await using file = await open(path, 'w');
    for (const { at, bytes } of pieces) await file.write(bytes, 0, bytes.length, at);
    if (length !== undefined) await file.truncate(length);
  }
  return (await readTracks(path)).map((track) => track.samples.length);
}

describe('readTracks', () => {
  it('unfolds the samples of every track', async () => {
    expect(await readTracksOf([{ bytes: header(3, 5) }])).toEqual([3, 5]);
  });

  it.each([
    ['behind small boxes', Buffer.concat([box('ftyp'), free(20), free(8)])],
    ['that begins where what is read at once ends', free(128 * 1024)],
    ['across the end of what is read at once', free(128 * 1024 - 4)],
    ['behind many boxes', Buffer.concat(Array.from({ length: 20_000 }, () => free(16)))],
  ])('finds a header %s', async (_, before) => {
    expect(await readTracksOf([{ bytes: Buffer.concat([before, header(7)]) }])).toEqual([7]);
  });

  it('finds a header at the end of a file of gigabytes', async () => {
    const data = 5 * 2 ** 30;
    const start = Buffer.concat([uint32(1), Buffer.from('mdat'), uint64(data)]);
    expect(await readTracksOf([{ bytes: start }, { at: data, bytes: header(4, 2) }])).toEqual([4, 2]);
  });

  it('reads a header that is longer than what is read at once', async () => {
    const moov = box('moov', free(300_000), aTrack(9));
    expect(await readTracksOf([{ bytes: Buffer.concat([box('ftyp'), moov]) }])).toEqual([9]);
  });

  it('refuses tracks that declare too many samples together, before it unfolds them', async () => {
    const many = header(...new Array<number>(50).fill(30_000));
    await expect(readTracksOf([{ bytes: many }])).rejects.toThrow('samples, at most');
    await expect(readTracksOf([{ bytes: header(4_000_000_000) }])).rejects.toThrow('samples, at most 1000000');
  });

  it.each<[string, Buffer, number | undefined, string]>([
    [
      'a header of more bytes than are taken',
      Buffer.concat([uint32(2 ** 25 + 9), Buffer.from('moov')]),
      2 ** 26,
      'its header has 33554433 bytes, at most 33554432 are taken',
    ],
    [
      'a box that reaches beyond the end',
      Buffer.concat([uint32(500), Buffer.from('moov')]),
      499,
      'a box of 500 bytes at 0 of 499',
    ],
    [
      'a box that is smaller than its own beginning',
      Buffer.concat([uint32(7), Buffer.from('moov')]),
      100,
      'a box of 7 bytes at 0 of 100',
    ],
    ['boxes of which none is a header', Buffer.concat([box('ftyp'), free(70_000)]), undefined, 'it has no header'],
    ['an empty file', Buffer.alloc(0), undefined, 'it has no header'],
  ])('refuses %s', async (_, bytes, length, fault) => {
    await expect(readTracksOf([{ bytes }], length)).rejects.toThrow(fault);
  });
});
