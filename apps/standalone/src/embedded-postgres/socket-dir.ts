import { once } from 'node:events';
import { chmod, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** With the zero at the end: of the systems that we run on, macOS allows the fewest. */
const MOST_BYTES = 103;
const SOCKET_NAME = '.s.PGSQL.';

/**
 * The folder for the socket file of this cluster's server: the cluster itself, which is its owner's alone. Null where the path is too
 * long, where a comma would make two of it, or where the file system has no socket files.
 */
export async function findSocketDir(clusterDir: string, port: number): Promise<string | null> {
  const path = join(clusterDir, `${SOCKET_NAME}${port}`);
  if (Buffer.byteLength(path) > MOST_BYTES || clusterDir.includes(',')) return null;
  return (await canListenAt(path)) ? clusterDir : null;
}

/** Takes away what killed servers have left: each had another port, so no later one replaces it. Only while none runs. */
export async function removeDeadSockets(clusterDir: string): Promise<void> {
  const names = await readdir(clusterDir);
  const dead = names.filter((name) => name.startsWith(SOCKET_NAME));
  await Promise.all(dead.map((name) => rm(join(clusterDir, name), { force: true })));
}

// As Postgres does: some file systems make the file and then let nobody change who may use it.
async function canListenAt(path: string): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(path), 'listening');
    await chmod(path, 0o777);
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
