import { mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKOUT_DIR } from '../servers/checkout.ts';
import { withLock } from '../servers/lock.ts';
import { report } from '../servers/progress.ts';
import { runCommand } from '../servers/run-command.ts';
import { isStale } from './is-stale.ts';
import { findNewestSourceMs } from './newest-source.ts';

const STAMP = join(CHECKOUT_DIR, 'dist', '.built');

/** Builds every app, unless dist/ holds the result of these very sources; one build at a time per checkout. */
export async function ensureBuilt({ force }: { force: boolean }): Promise<void> {
  if (!force && !(await isDistStale())) return;
  await withLock('build', async () => {
    // Whoever held the lock may have built for us.
    if (force || (await isDistStale())) await build();
  });
}

async function isDistStale(): Promise<boolean> {
  const stamp = await stat(STAMP).catch(() => null);
  return isStale({ builtMs: stamp?.mtimeMs ?? null, newestSourceMs: findNewestSourceMs(CHECKOUT_DIR) });
}

async function build(): Promise<void> {
  report('build', 'building all apps');
  // The time before the build: what is edited while it runs is newer than its result.
  const startedAt = new Date();
  await rm(STAMP, { force: true });
  await runCommand(join(CHECKOUT_DIR, 'node_modules/.bin/nest'), ['build', '--all'], { cwd: CHECKOUT_DIR });
  await mkdir(join(CHECKOUT_DIR, 'dist'), { recursive: true });
  await writeFile(STAMP, '');
  await utimes(STAMP, startedAt, startedAt);
}
