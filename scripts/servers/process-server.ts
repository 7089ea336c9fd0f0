import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort, isPortFree } from '../../apps/standalone/src/embedded-postgres/free-port.ts';
import { processCommand } from '../../apps/standalone/src/embedded-postgres/process-command.ts';
import { stopProcess } from '../../apps/standalone/src/embedded-postgres/stop-process.ts';
import { SERVERS_DIR } from './checkout.ts';
import type { ManagedServer } from './managed-server.ts';
import { report } from './progress.ts';
import type { ServerAddresses, ServerName } from './server-addresses.ts';

export interface Command {
  file: string;
  /** The last one names a path of this checkout, by which the process is known again. */
  args: string[];
  env?: NodeJS.ProcessEnv;
}

export interface ProcessRecipe<N extends ServerName, P extends string> {
  name: N;
  /** Of its data and record, where that is not the name: for a second server of the same kind. */
  folder?: string;
  portNames: readonly P[];
  /** Makes everything that the command needs, fast when it is there; `portsMoved` says that old data names old ports. */
  prepare(place: { dir: string; ports: Record<P, number>; portsMoved: boolean }): Promise<Command>;
  toAddress(ports: Record<P, number>): ServerAddresses[N];
  /** Throws unless the server answers by its own protocol. */
  probe(address: ServerAddresses[N]): Promise<void>;
  startTimeoutMs: number;
}

interface ProcessRecord<P extends string> {
  pid: number;
  /** What the command line of that pid must hold: numbers are reused. */
  mark: string;
  ports: Record<P, number>;
}

/** A server that runs as a process of this machine, in a session of its own, on ports that it keeps. */
export function buildProcessServer<N extends ServerName, P extends string>(
  recipe: ProcessRecipe<N, P>,
): ManagedServer<N> {
  return {
    async up() {
      const record = await loadRecord(recipe);
      const adopted = record !== null && (await isHealthy(recipe, record));
      const { ports } = adopted ? record : await start(recipe, record);
      return { address: recipe.toAddress(ports), adopted };
    },
    async stop({ kill }) {
      const record = await loadRecord(recipe);
      if (record !== null && (await isOurs(record))) await stopProcess(record.pid, kill ? 'SIGKILL' : 'SIGTERM');
    },
  };
}

/** Whether a server was ever started this way and its process is there. */
export async function hasProcess(name: ServerName): Promise<boolean> {
  const record = await loadRecord<string>({ name });
  return record !== null && (await isOurs(record));
}

async function isHealthy<N extends ServerName, P extends string>(
  recipe: ProcessRecipe<N, P>,
  record: ProcessRecord<P>,
): Promise<boolean> {
  if (!(await isOurs(record))) return false;
  try {
    await waitForAnswer(recipe, record.pid, recipe.toAddress(record.ports));
    return true;
  } catch {
    report(recipe.name, 'runs but does not answer; starting it again');
    await stopProcess(record.pid, 'SIGTERM');
    return false;
  }
}

async function start<N extends ServerName, P extends string>(
  recipe: ProcessRecipe<N, P>,
  last: ProcessRecord<P> | null,
): Promise<ProcessRecord<P>> {
  const dir = folderOf(recipe);
  await mkdir(dir, { recursive: true });
  const keepsPorts = last !== null && (await areFree(last.ports));
  const ports = keepsPorts ? last.ports : await choosePorts(recipe.portNames);
  const command = await recipe.prepare({ dir, ports, portsMoved: last !== null && !keepsPorts });
  report(recipe.name, 'starting');
  const record = { pid: spawnDetached(command, `${dir}.log`), mark: command.args.at(-1) ?? '', ports };
  await writeFile(`${dir}.json`, JSON.stringify(record));
  await waitForAnswer(recipe, record.pid, recipe.toAddress(ports)).catch(async (cause: unknown) => {
    throw new Error(`${recipe.name} did not start. The end of its log:\n${await tailOf(`${dir}.log`)}`, { cause });
  });
  return record;
}

async function waitForAnswer<N extends ServerName, P extends string>(
  recipe: ProcessRecipe<N, P>,
  pid: number,
  address: ServerAddresses[N],
): Promise<void> {
  const deadline = Date.now() + recipe.startTimeoutMs;
  for (;;) {
    try {
      await recipe.probe(address);
      return;
    } catch (error) {
      if (Date.now() > deadline || (await processCommand(pid)) === null) throw error;
      await delay(100);
    }
  }
}

function spawnDetached({ file, args, env }: Command, logFile: string): number {
  const log = openSync(logFile, 'a');
  const child = spawn(file, args, { detached: true, stdio: ['ignore', log, log], env: { ...process.env, ...env } });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  if (child.pid === undefined) throw new Error(`Could not run ${file}.`);
  return child.pid;
}

async function isOurs({ pid, mark }: ProcessRecord<string>): Promise<boolean> {
  return (await processCommand(pid))?.includes(mark) === true;
}

async function areFree(ports: Record<string, number>): Promise<boolean> {
  const free = await Promise.all(Object.values(ports).map(isPortFree));
  return !free.includes(false);
}

async function choosePorts<P extends string>(names: readonly P[]): Promise<Record<P, number>> {
  const ports = await Promise.all(names.map(async (name) => [name, await findFreePort()] as const));
  return Object.fromEntries(ports) as Record<P, number>;
}

function folderOf({ name, folder = name }: { name: ServerName; folder?: string }): string {
  return join(SERVERS_DIR, folder);
}

async function loadRecord<P extends string>(recipe: {
  name: ServerName;
  folder?: string;
}): Promise<ProcessRecord<P> | null> {
  const text = await readFile(`${folderOf(recipe)}.json`, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as ProcessRecord<P>);
}

async function tailOf(logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return log.trimEnd().split('\n').slice(-15).join('\n');
}
