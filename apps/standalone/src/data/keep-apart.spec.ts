import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { MadeBy } from './find-made-by';
import { keepApart } from './keep-apart';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function setup(...parts: string[]): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'reelwright-apart-'));
  folders.push(dataDir);
  for (const part of parts) await mkdir(join(dataDir, part));
  return dataDir;
}

describe('keepApart', () => {
  it.each<[MadeBy, MadeBy, string]>([
    ['simulator', 'vendors', 'holds films of the simulator'],
    ['vendors', 'simulator', 'holds films of paid vendors'],
  ])('lets what the %s has begun be finished by it alone', async (first, second, words) => {
    const dataDir = await setup();
    await keepApart(dataDir, first);
    await keepApart(dataDir, first);
    await expect(keepApart(dataDir, second)).rejects.toThrow(`${dataDir} ${words}`);
    await keepApart(dataDir, first);
  });

  it.each<[string[], MadeBy, MadeBy]>([
    [['postgres', 'simulator'], 'simulator', 'vendors'],
    [['postgres'], 'vendors', 'simulator'],
  ])('knows by whom %j of an earlier version were made', async (parts, madeBy, other) => {
    const dataDir = await setup(...parts);
    await expect(keepApart(dataDir, other)).rejects.toThrow('give another --data');
    await keepApart(dataDir, madeBy);
  });

  it('takes a directory that is not there yet', async () => {
    const dataDir = join(await setup(), 'new');
    await keepApart(dataDir, 'vendors');
    await expect(keepApart(dataDir, 'simulator')).rejects.toThrow('holds films of paid vendors');
  });
});
