import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processCommand } from './process-command.ts';

export interface Postmaster {
  pid: number;
  port: number;
  /** Where its socket file is; null where it listens on loopback only. */
  socketDir: string | null;
}

/** Pure: what postmaster.pid says (lines 1, 4 and 5); null while Postgres has not written it. */
export function parsePostmasterFile(text: string): Postmaster | null {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  const socketDir = lines[4] || null;
  return pid > 0 && port > 0 ? { pid, port, socketDir } : null;
}

/** The Postgres that owns this data directory now, also when the process that started it is long dead. */
export async function findPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const file = join(clusterDir, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const postmaster = parsePostmasterFile(text);
  const pid = postmaster?.pid ?? Number.parseInt(text, 10);
  if (Number.isNaN(pid)) return null;
  if (await isPostgresOf(pid, clusterDir)) return postmaster;
  // After a reboot another process may have the old number, and Postgres would refuse to start because of it.
  await rm(file, { force: true });
  return null;
}

async function isPostgresOf(pid: number, clusterDir: string): Promise<boolean> {
  const command = await processCommand(pid);
  return command?.includes('postgres') === true && command.includes(clusterDir);
}
