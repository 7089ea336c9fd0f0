import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort, isPortFree } from '../../apps/standalone/src/embedded-postgres/free-port.ts';
import {
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
} from '../../apps/standalone/src/embedded-postgres/start-embedded-postgres.ts';
import { SERVERS_DIR } from './checkout.ts';
import type { ManagedServer } from './managed-server.ts';

const DATA_DIR = join(SERVERS_DIR, 'postgres');
const PORT_FILE = join(SERVERS_DIR, 'postgres.port');

export const postgresServer: ManagedServer<'postgres'> = {
  async up({ fast }) {
    const start = async () =>
      startEmbeddedPostgres({ dataDir: DATA_DIR, port: await choosePort(), settings: buildSettings(fast) });
    const server = await start().catch(async (error: unknown) => {
      // One that runs and does not answer is replaced; one that did not start has said why.
      if (!(await stopEmbeddedPostgres(DATA_DIR, 'SIGQUIT'))) throw error;
      return start();
    });
    await writeFile(PORT_FILE, String(server.port));
    return { address: { url: server.url }, adopted: server.adopted };
  },
  async stop({ kill }) {
    await stopEmbeddedPostgres(DATA_DIR, kill ? 'SIGKILL' : 'SIGINT');
  },
};

type ServerSettings = Record<string, string | number>;

/** Pure: five services with several replicas each, and tests beside them, need many connections. */
export function buildSettings(fast: boolean): ServerSettings {
  const durability: ServerSettings = fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {};
  return { max_connections: 300, ...durability };
}

// The same port as last time, so that whoever held its address finds it again after a restart.
async function choosePort(): Promise<number> {
  const last = Number(await readFile(PORT_FILE, 'utf8').catch(() => '0'));
  return last > 0 && (await isPortFree(last)) ? last : findFreePort();
}
