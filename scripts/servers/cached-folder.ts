import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE_DIR } from './checkout.ts';

/** A folder of the cache, filled once: it appears whole or not at all, so a broken download never counts. */
export async function cachedFolder(name: string, fill: (dir: string) => Promise<void>): Promise<string> {
  const target = join(CACHE_DIR, name);
  if (await stat(target).catch(() => null)) return target;
  await mkdir(CACHE_DIR, { recursive: true });
  const partial = await mkdtemp(join(CACHE_DIR, `partial-${name}-`));
  try {
    await fill(partial);
    // Another checkout may have finished first: its folder is as good.
    await rename(partial, target).catch(async (error: unknown) => {
      if (!(await stat(target).catch(() => null))) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return target;
}
