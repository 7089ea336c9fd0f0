import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findSocketDir, removeDeadSockets } from './socket-dir.ts';

let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'reelwright-sockets-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('findSocketDir', () => {
  it('is the cluster itself, in which nothing is left', async () => {
    expect(await findSocketDir(dir, 5432)).toBe(dir);
    expect(await readdir(dir)).toEqual([]);
  });

  it.each([
    ['its path is too long', 'x'.repeat(100)],
    ['a comma would make two paths of it', 'one,two'],
  ])('is nowhere where %s', async (_, name) => {
    await mkdir(join(dir, name));
    expect(await findSocketDir(join(dir, name), 5432)).toBeNull();
  });

  it('is nowhere where no socket file can be made', async () => {
    expect(await findSocketDir(join(dir, 'missing'), 5432)).toBeNull();
  });
});

describe('removeDeadSockets', () => {
  it('takes away what a killed server has left, and nothing else', async () => {
    for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock', 'PG_VERSION']) await writeFile(join(dir, name), '');
    await removeDeadSockets(dir);
    expect(await readdir(dir)).toEqual(['PG_VERSION']);
  });
});
