import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive } from '@shared/lifecycle/is-alive';
import { isMissing } from './file-errors';

// A live upload touches its file all the time; only a process that died leaves one this old, whoever has its id now.
const STALE_MS = 60 * 60 * 1000;

/** A name for an upload of this process. */
export function buildIncomingName(): string {
  return `${process.pid}-${randomUUID()}`;
}

/** Moves a finished file to its place; where it is `durable`, so that it is there even after a power loss. */
export async function placeFile(from: string, to: string, durable: boolean): Promise<void> {
  const folder = dirname(to);
  await rename(from, to).catch(async (error: unknown) => {
    if (!isMissing(error)) throw error;
    await makeFolder(folder);
    await rename(from, to);
  });
  if (durable) await syncFolder(folder);
}

/** Removes what uploads of processes that died have left. For a folder that only processes of this machine use. */
export async function removeStaleFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!isAlive(Number.parseInt(name, 10)) || (await isOld(path))) await rm(path, { force: true });
  }
}

async function isOld(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => null);
  return facts !== null && Date.now() - facts.mtimeMs > STALE_MS;
}

// A name lives in the folder above, and whoever finds it there does not write that: so it is written by whoever made it.
async function makeFolder(path: string): Promise<void> {
  const made = await mkdir(path, { recursive: true });
  if (made === undefined) return;
  for (let folder = path; folder !== dirname(made); folder = dirname(folder)) await syncFolder(dirname(folder));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
