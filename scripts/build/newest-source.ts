import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SETTINGS = ['package-lock.json', 'nest-cli.json', 'tsconfig.json'];
const NOT_BUILT = new Set(['node_modules', 'dist', 'test']);

/** The last change to anything that a build reads; folders count too, or a deleted file would go unseen. */
export function findNewestSourceMs(checkoutDir: string): number {
  const settings = SETTINGS.map((file) => changedAt(join(checkoutDir, file)));
  const sources = ['apps', 'libs'].map((folder) => newestIn(join(checkoutDir, folder)));
  return Math.max(...settings, ...sources);
}

function newestIn(folder: string): number {
  let newest = changedAt(folder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (NOT_BUILT.has(entry.name) || entry.name.endsWith('.spec.ts')) continue;
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestIn(path) : changedAt(path));
  }
  return newest;
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
