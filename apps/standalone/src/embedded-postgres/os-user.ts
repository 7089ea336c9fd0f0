import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const USER = 'postgres';

/** Spawn options that make a child run as someone else; null where we are an ordinary user and it runs as we do. */
export type OsUser = { uid: number; gid: number } | null;

/** Postgres refuses to run as root: there it runs as the owner of its data, or as `postgres`, created when missing. */
export async function findOsUser(clusterDir: string): Promise<OsUser> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(clusterDir).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await lookUpUser()) ?? createUser();
}

/** Whether this user may walk from the root of the file system down into the folder. */
export async function canReach(folder: string, user: OsUser): Promise<boolean> {
  if (user === null) return true;
  const { mode, uid, gid } = await stat(folder);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  return dirname(folder) === folder || canReach(dirname(folder), user);
}

async function lookUpUser(): Promise<OsUser | null> {
  const ids = await Promise.all([run('id', ['-u', USER]), run('id', ['-g', USER])]).catch(() => null);
  return ids === null ? null : { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) };
}

async function createUser(): Promise<OsUser> {
  let cause: unknown;
  await run('useradd', ['--system', '--user-group', '--no-create-home', USER]).catch(
    (error: unknown) => (cause = error),
  );
  const user = await lookUpUser();
  if (user !== null) return user;
  throw new Error(`Postgres can't run as root, and no user "${USER}" could be made. Type: useradd --system ${USER}`, {
    cause,
  });
}
