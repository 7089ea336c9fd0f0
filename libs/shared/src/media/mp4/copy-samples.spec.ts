import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { PrivateDirectory } from '../private-directory';
import { copySamples } from './copy-samples';
import type { FilmSample } from './film-track';
import { SampleReader } from './sample-reader';

const aSample = (path: string, offset: number, bytes: number, prefix?: Buffer): FilmSample => ({
  ...{ path, offset, bytes, duration: 1, shift: 0, isSync: true, description: 1 },
  ...(prefix && { prefix }),
});

async function setup(sizes: number[]) {
  const directory = await PrivateDirectory.create();
  const files = sizes.map((size, index) => ({ path: directory.file(`${index}`), bytes: randomBytes(size) }));
  for (const { path, bytes } of files) await writeFile(path, bytes);
  return { directory, files, outputPath: directory.file('film') };
}

describe('copySamples', () => {
  it('writes what it is asked for in that order, out of more files than it holds open', async () => {
    const { directory, files, outputPath } = await setup([1_500_000, 3_000_000, 900, 40_000, 700_000]);
    await using _ = directory;
    const prefix = Buffer.from('sets');
    const samples = Array.from({ length: 200 }, (_, index) => files.map(({ path }) => aSample(path, index * 4, 3)))
      .flat()
      .concat(files.slice(0, 2).map(({ path, bytes }) => aSample(path, 1000, bytes.length - 1000, prefix)));
    const bytesOf = (path: string) => files.find((file) => file.path === path)?.bytes ?? Buffer.alloc(0);
    const parts = samples.map((sample) =>
      Buffer.concat([
        sample.prefix ?? Buffer.alloc(0),
        bytesOf(sample.path).subarray(sample.offset, sample.offset + sample.bytes),
      ]),
    );
    const hash = createHash('sha256');
    await using reader = new SampleReader();
    await copySamples({ outputPath, header: Buffer.from('header'), samples, reader, hash });
    const written = await readFile(outputPath);
    expect(written.equals(Buffer.concat([Buffer.from('header'), ...parts]))).toBe(true);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(written).digest('hex'));
  });

  it('refuses a file that ends before its last sample does', async () => {
    const { directory, files, outputPath } = await setup([100]);
    await using _ = directory;
    await using reader = new SampleReader();
    const samples = files.map(({ path }) => aSample(path, 90, 20));
    const copying = copySamples({ outputPath, header: Buffer.alloc(0), samples, reader });
    await expect(copying).rejects.toMatchObject({ code: 'MEDIA_INVALID' });
  });
});
