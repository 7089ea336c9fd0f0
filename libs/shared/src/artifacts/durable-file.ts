import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isAlive } from '@shared/lifecycle/is-alive';

// A live upload touches its file all the time; only a process that died leaves one this old, whoever has its id now.
const STALE_MS = 60 * 60 * 1000;

/** A name for an upload of this process. */
export function buildIncomingName(): string {
  return `${process.pid}-${randomUUID()}`;
}

/** Returns when the bytes are on the disk, not in a cache. */
export async function writeDurably(path: string, source: AsyncIterable<Buffer>): Promise<void> {
  await pipeline(source, createWriteStream(path, { flags: 'wx', flush: true }));
}

/** Moves a finished file to its place, so that it is there even after a power loss. */
export async function placeFile(from: string, to: string): Promise<void> {
  const made = await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
  await syncFolders(dirname(to), made ? dirname(made) : dirname(to));
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

// A new name lives in its folder, so the folder is written too, up to the first that was there before.
async function syncFolders(from: string, upTo: string): Promise<void> {
  for (let folder = from; ; folder = dirname(folder)) {
    const handle = await open(folder);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (folder === upTo || folder === dirname(folder)) return;
  }
}
