import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { STATE_DIR } from './checkout.ts';
import { withLock } from './lock.ts';

/** The content of .reelwright/servers.json, as tests and the stack read it. */
export interface ServerAddresses {
  postgres: { url: string };
  kafka: { brokers: string[] };
  minio: { endpoint: string; accessKey: string; secretKey: string };
}

export type ServerName = keyof ServerAddresses;

export const SERVER_NAMES = ['postgres', 'kafka', 'minio'] as const satisfies readonly ServerName[];

const FILE = join(STATE_DIR, 'servers.json');

export async function loadAddresses(): Promise<Partial<ServerAddresses>> {
  const text = await readFile(FILE, 'utf8').catch(() => '{}');
  return JSON.parse(text) as Partial<ServerAddresses>;
}

/** Notes where a server is, or that it is gone; the servers come up side by side, hence the lock. */
export async function saveAddress<N extends ServerName>(name: N, address: ServerAddresses[N] | null): Promise<void> {
  await withLock('servers.json', async () => {
    const addresses = await loadAddresses();
    if (address === null) Reflect.deleteProperty(addresses, name);
    else addresses[name] = address;
    await mkdir(STATE_DIR, { recursive: true });
    const partial = `${FILE}.${process.pid}`;
    await writeFile(partial, `${JSON.stringify(addresses, null, 2)}\n`);
    await rename(partial, FILE);
  });
}
