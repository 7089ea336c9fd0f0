import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { box, uint32 } from './boxes';
import { readMovie } from './read-tracks';

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

async function readTracksOf(...samples: number[]): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tracks-'));
  try {
    const path = join(folder, 'a.mp4');
    await writeFile(path, box('moov', ...samples.map(aTrack)));
    return (await readMovie(path)).tracks.map((track) => track.samples.length);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('readMovie', () => {
  it('unfolds the samples of every track', async () => {
    expect(await readTracksOf(3, 5)).toEqual([3, 5]);
  });

  it('refuses tracks that declare too many samples together, before it unfolds them', async () => {
    await expect(readTracksOf(...new Array<number>(50).fill(30_000))).rejects.toThrow('samples, at most');
    await expect(readTracksOf(4_000_000_000)).rejects.toThrow('samples, at most 1000000');
  });
});
