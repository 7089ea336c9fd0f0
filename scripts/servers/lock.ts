import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processCommand } from '../../apps/standalone/src/embedded-postgres/process-command.ts';
import { LOCKS_DIR } from './checkout.ts';

/** Runs `work` while no other process of this checkout runs anything under the same name; a dead holder does not count. */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  await mkdir(LOCKS_DIR, { recursive: true });
  const lock = join(LOCKS_DIR, `${name}.lock`);
  const claim = join(LOCKS_DIR, `${name}.${process.pid}.${claims++}`);
  await writeFile(claim, String(process.pid));
  try {
    while (!(await hasLinked(claim, lock))) {
      await removeIfAbandoned(lock);
      await delay(50);
    }
    return await work().finally(() => rm(lock, { force: true }));
  } finally {
    await rm(claim, { force: true });
  }
}

let claims = 0;

// A hard link appears with its content, so nobody ever reads an empty lock.
async function hasLinked(claim: string, lock: string): Promise<boolean> {
  return link(claim, lock).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    },
  );
}

async function removeIfAbandoned(lock: string): Promise<void> {
  const holder = Number(await readFile(lock, 'utf8').catch(() => '0'));
  if (holder > 0 && (await processCommand(holder))?.includes('node') !== true) await rm(lock, { force: true });
}
