import { mkdir } from 'node:fs/promises';
import { SERVERS_DIR } from './checkout.ts';
import { findServer } from './find-server.ts';
import { withLock } from './lock.ts';
import type { ManagedServer, UpOptions } from './managed-server.ts';
import { report } from './progress.ts';
import { saveAddress, type ServerName } from './server-addresses.ts';

export type UpOutcome = { name: ServerName; adopted: boolean } | { name: ServerName; error: unknown };

/** Brings the servers up side by side; one that fails does not keep the others from coming. */
export async function bringUp(names: readonly ServerName[], options: UpOptions): Promise<UpOutcome[]> {
  await mkdir(SERVERS_DIR, { recursive: true });
  return Promise.all(names.map((name) => bringOneUp(name, options).catch((error: unknown) => ({ name, error }))));
}

/** Stops servers that are to come back: their addresses stay in servers.json, their ports and data with them. */
export async function interrupt(names: readonly ServerName[], options: { kill: boolean }): Promise<void> {
  await Promise.all(names.map((name) => withLock(name, () => stopOne(name, options))));
}

/** Stops servers and takes their addresses back; their data stays. */
export async function takeDown(names: readonly ServerName[], options: { kill: boolean }): Promise<void> {
  await interrupt(names, options);
  await Promise.all(names.map((name) => saveAddress(name, null)));
}

async function bringOneUp(name: ServerName, options: UpOptions): Promise<UpOutcome> {
  return withLock(name, async () => {
    const server: ManagedServer = await findServer(name);
    const { address, adopted } = await server.up(options);
    await saveAddress(name, address);
    report(name, adopted ? 'is up already' : 'is up');
    return { name, adopted };
  });
}

async function stopOne(name: ServerName, options: { kill: boolean }): Promise<void> {
  const server: ManagedServer = await findServer(name);
  await server.stop(options);
  report(name, 'is down');
}
