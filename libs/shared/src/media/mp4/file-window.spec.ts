import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { PrivateDirectory } from '../private-directory';
import { FileWindow } from './file-window';

const FILE = randomBytes(2500);

async function setup() {
  const directory = await PrivateDirectory.create();
  await writeFile(directory.file('a'), FILE);
  const file = await FileWindow.open(directory.file('a'), Buffer.alloc(1000));
  const close = async () => {
    await file[Symbol.asyncDispose]();
    await directory[Symbol.asyncDispose]();
  };
  return { file, [Symbol.asyncDispose]: close };
}

it.each<[string, number, number]>([
  ['from the beginning', 0, 40],
  ['that are there already', 300, 700],
  ['of which only a part is there', 990, 20],
  ['far behind', 2400, 100],
  ['before those that were read last', 10, 40],
  ['up to the end, where more are asked for', 2490, 20],
  ['behind the end, which are none', 2500, 8],
])('reads bytes %s', async (_, at, bytes) => {
  await using opened = await setup();
  await opened.file.read(0, 1000);
  expect((await opened.file.read(at, bytes)).equals(FILE.subarray(at, at + bytes))).toBe(true);
});

it('holds what it read last, and no more', async () => {
  await using opened = await setup();
  const { file } = opened;
  expect(file.held(0, 1)).toBeNull();
  await file.load(500, 1);
  expect(file.held(700, 2000)?.equals(FILE.subarray(700, 1500))).toBe(true);
  expect([file.held(499, 10), file.held(1500, 10)]).toEqual([null, null]);
});

it.each([100, 2000])('copies %s bytes that stay when it reads on', async (bytes) => {
  await using opened = await setup();
  const copied = await opened.file.copy(50, bytes);
  await opened.file.load(1400, 1);
  expect(copied.equals(FILE.subarray(50, 50 + bytes))).toBe(true);
});
