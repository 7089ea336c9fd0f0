import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { chooseDataDir } from './choose-data-dir';
import type { MadeBy } from './find-made-by';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function setup(...files: string[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'reelwright-root-'));
  folders.push(root);
  for (const file of files) {
    const [path = '', text = ''] = file.split('=');
    await mkdir(dirname(join(root, '.reelwright', path)), { recursive: true });
    await writeFile(join(root, '.reelwright', path), text);
  }
  return root;
}

describe('the place of films that nobody gives a place', () => {
  it.each<[string, MadeBy, string[], string, RegExp | null]>([
    ['is that of drawn ones while nothing is paid', 'simulator', [], 'data', null],
    ['is one of their own for paid ones', 'vendors', [], 'paid', null],
    ['is apart from drawn ones', 'vendors', ['data/made-by=simulator', 'data/postgres'], 'paid', null],
    [
      'is where paid ones of an earlier version are',
      'vendors',
      ['data/postgres'],
      'data',
      /earlier version are in .*data; new/,
    ],
    ['stays there', 'vendors', ['data/postgres', 'data/made-by=vendors'], 'data', /new ones are kept there, too/],
    [
      'is that of newer ones, and the earlier are named, where there are both',
      'vendors',
      ['data/postgres', 'paid/postgres'],
      'paid',
      /earlier version are in .*data: npm start -- --data .*data$/,
    ],
    [
      'is not where an earlier version may have put both, which is said',
      'vendors',
      ['data/postgres', 'data/simulator'],
      'paid',
      /paid ones too if it made any, are in .*data: npm start without keys/,
    ],
  ])('%s', async (_, madeBy, files, folder, words) => {
    const root = await setup(...files);
    const { dataDir, note } = chooseDataDir(madeBy, root);
    expect(dataDir).toBe(join(root, '.reelwright', folder));
    if (words === null) expect(note).toBeNull();
    else expect(note).toMatch(words);
  });
});
