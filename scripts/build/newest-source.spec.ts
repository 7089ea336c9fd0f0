import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { findNewestSourceMs } from './newest-source.ts';

// A checkout in which everything is from second 100, but for one path.
function setup(path: string, changedAtSecond: number): string {
  const root = mkdtempSync(join(tmpdir(), 'reelwright-source-'));
  const files = ['apps/gateway/src/main.ts', 'libs/shared/src/film.ts', path];
  for (const file of files) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  const folders = files.flatMap((file) => [...parentsOf(file)]);
  for (const old of [...files, ...folders]) utimesSync(join(root, old), 100, 100);
  utimesSync(join(root, path), changedAtSecond, changedAtSecond);
  return root;
}

function* parentsOf(path: string): Generator<string> {
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) yield parent;
}

describe('findNewestSourceMs', () => {
  it.each([
    ['sees a source of an app', 'apps/gateway/src/films/film.ts', 200],
    ['sees a source of the library', 'libs/shared/src/clock/clock.ts', 200],
    ['sees the lock file', 'package-lock.json', 200],
    ['sees a file that was deleted, by its folder', 'apps/gateway/src/films', 200],
    ['ignores specs', 'apps/gateway/src/films/film.spec.ts', 100],
    ['ignores installed packages', 'apps/gateway/node_modules/x/index.js', 100],
    ['ignores component tests', 'apps/gateway/test/wiring.ts', 100],
  ])('%s', (_, path, expectedSecond) => {
    const root = setup(path, 200);
    expect(findNewestSourceMs(root)).toBe(expectedSecond * 1_000);
    rmSync(root, { recursive: true });
  });
});
