import { execFile } from 'node:child_process';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { canReach, type OsUser } from './os-user.ts';
import { SYSTEM_DIR, type PostgresBinaries } from './postgres-binaries.ts';

const run = promisify(execFile);

export interface ClusterOwner {
  user: OsUser;
  binaries: PostgresBinaries;
  password: string;
}

/** The real path of the data directory, or null when there is no finished cluster yet. */
export async function findCluster(dataDir: string): Promise<string | null> {
  const clusterDir = await realpath(dataDir).catch(() => null);
  if (clusterDir === null) return null;
  return (await stat(join(clusterDir, 'PG_VERSION')).catch(() => null)) ? clusterDir : null;
}

/** Makes a cluster that appears at `dataDir` whole or not at all; a symbolic link where the user can't reach that path. */
export async function createCluster(dataDir: string, owner: ClusterOwner): Promise<string> {
  const parent = await makeParent(dataDir);
  const reachable = await canReach(parent, owner.user);
  const work = reachable
    ? await mkdtemp(join(parent, `.${basename(dataDir)}-`))
    : await mkdtemp(join(await makeSystemDir(), `${basename(dataDir)}-`));
  const fresh = join(work, 'data');
  try {
    await initialise(work, fresh, owner);
    await removeLeftover(dataDir);
    await (reachable ? rename(fresh, dataDir) : symlink(fresh, dataDir));
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    throw error;
  }
  if (reachable) await rm(work, { recursive: true, force: true });
  return realpath(dataDir);
}

// A dangling link or an empty folder must not stop us; a folder that holds anything does.
async function removeLeftover(dataDir: string): Promise<void> {
  await unlink(dataDir).catch(() => undefined);
  await rmdir(dataDir).catch(() => undefined);
}

async function makeParent(dataDir: string): Promise<string> {
  await mkdir(dirname(dataDir), { recursive: true });
  return realpath(dirname(dataDir));
}

async function makeSystemDir(): Promise<string> {
  await mkdir(SYSTEM_DIR, { recursive: true, mode: 0o755 });
  return SYSTEM_DIR;
}

async function initialise(work: string, clusterDir: string, { user, binaries, password }: ClusterOwner): Promise<void> {
  const passwordFile = join(work, 'password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await chmod(work, 0o700);
  if (user !== null) await Promise.all([work, passwordFile].map((path) => chown(path, user.uid, user.gid)));
  await run(binaries.initdb, initdbArguments(clusterDir, passwordFile), {
    ...user,
    cwd: work,
    env: { LC_ALL: 'C', TZ: 'UTC' },
  });
  await rm(passwordFile);
}

// The built-in locale sorts the same on every machine, whatever the operating system has installed.
function initdbArguments(clusterDir: string, passwordFile: string): string[] {
  return [
    `--pgdata=${clusterDir}`,
    '--username=reelwright',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
}
