import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createCluster, findCluster } from './create-cluster.ts';
import { findFreePort } from './free-port.ts';
import { findOsUser, type OsUser } from './os-user.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { probePostgres, waitForPostgres } from './postgres-probe.ts';
import { findPostmaster, type Postmaster } from './postmaster-file.ts';
import { processCommand } from './process-command.ts';
import { findSocketDir, removeDeadSockets } from './socket-dir.ts';
import { stopProcess } from './stop-process.ts';

const USER_AND_PASSWORD = 'reelwright';
// Crash recovery of a large log takes its time; nothing else does.
const START_TIMEOUT_MS = 60_000;

export interface EmbeddedPostgresOptions {
  /** The cluster; created when missing. Its log is beside it, `<dataDir>.log`. */
  dataDir: string;
  /** Default: a free one. An adopted server keeps the port that it has. */
  port?: number;
  /** Server settings such as `{ max_connections: 300 }`; an adopted server keeps those that it was started with. */
  settings?: Record<string, string | number>;
}

export interface EmbeddedPostgres {
  /** On loopback. */
  url: string;
  /** By its socket file, at half the cost of each round trip; as `url` where it has none. */
  localUrl: string;
  port: number;
  pid: number;
  /** True when this server had been running already, for instance because its starter was killed. */
  adopted: boolean;
  /** Fast shutdown: sessions are ended, everything committed is kept. */
  stop(): Promise<void>;
}

/**
 * A Postgres of our own, on loopback and at a socket file, in a session of its own, so that Ctrl-C in a terminal does not reach it.
 * It outlives the process that started it, and the next start on the same data takes it over.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const clusterDir = await findCluster(options.dataDir);
  const running = clusterDir === null ? null : await findPostmaster(clusterDir);
  const postmaster = running ?? (await launchPatiently(options, clusterDir));
  if (running !== null) await waitUntilAnswering(running);
  const stop = () => stopProcess(postmaster.pid, 'SIGINT');
  const { pid, port, socketDir } = postmaster;
  const url = postgresUrl(port);
  const localUrl = (socketDir !== null && (await findAnswering(postgresUrl(port, socketDir)))) || url;
  return { url, localUrl, port, pid, adopted: running !== null, stop };
}

/** Stops whatever Postgres runs on this data, whoever started it; `SIGQUIT` and `SIGKILL` do so without a checkpoint. */
export async function stopEmbeddedPostgres(dataDir: string, signal: NodeJS.Signals = 'SIGINT'): Promise<boolean> {
  const clusterDir = await findCluster(dataDir);
  const running = clusterDir === null ? null : await findPostmaster(clusterDir);
  if (running !== null) await stopProcess(running.pid, signal);
  return running !== null;
}

// Whoever cleans up may have taken the file away from a server that goes on.
async function findAnswering(url: string): Promise<string | null> {
  return probePostgres(url).then(
    () => url,
    () => null,
  );
}

function postgresUrl(port: number, host = '127.0.0.1'): string {
  return `postgres://${USER_AND_PASSWORD}:${USER_AND_PASSWORD}@${encodeURIComponent(host)}:${port}/postgres`;
}

// Sessions of a killed Postgres hold its shared memory for a moment longer, and a free port can be lost to another.
async function launchPatiently(options: EmbeddedPostgresOptions, existing: string | null): Promise<Postmaster> {
  for (let triesLeft = 4; ; triesLeft -= 1) {
    const postmaster = await launch(options, existing ?? (await findCluster(options.dataDir)));
    try {
      await waitUntilAnswering(postmaster);
      return postmaster;
    } catch (cause) {
      const log = await tailOfLog(options.dataDir);
      if (triesLeft === 0 || !/shared memory block|could not bind/.test(log))
        throw new Error(`Postgres on ${options.dataDir} did not start. The end of its log:\n${log}`, { cause });
      await delay(500);
    }
  }
}

async function waitUntilAnswering({ pid, port }: Postmaster): Promise<void> {
  await waitForPostgres(postgresUrl(port), async () => (await processCommand(pid)) !== null, START_TIMEOUT_MS);
}

async function launch(options: EmbeddedPostgresOptions, existing: string | null): Promise<Postmaster> {
  const user = await findOsUser(existing ?? options.dataDir);
  const binaries = await findPostgresBinaries(user);
  const clusterDir =
    existing ?? (await createCluster(options.dataDir, { user, binaries, password: USER_AND_PASSWORD }));
  const port = options.port ?? (await findFreePort());
  await removeDeadSockets(clusterDir);
  const socketDir = await findSocketDir(clusterDir, port);
  const pid = spawnServer(binaries.postgres, { clusterDir, port, socketDir, user, options });
  return { pid, port, socketDir };
}

interface Launch {
  clusterDir: string;
  port: number;
  socketDir: string | null;
  user: OsUser;
  options: EmbeddedPostgresOptions;
}

function spawnServer(binary: string, { clusterDir, port, socketDir, user, options }: Launch): number {
  const log = openSync(`${options.dataDir}.log`, 'a');
  const settings = { ...options.settings, unix_socket_directories: socketDir ?? '' };
  const child = spawn(binary, ['-D', clusterDir, '-p', String(port), ...settingArguments(settings)], {
    ...user,
    cwd: clusterDir,
    detached: true,
    stdio: ['ignore', log, log],
    env: { LC_ALL: 'C', TZ: 'UTC' },
  });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  if (child.pid === undefined) throw new Error(`Could not run ${binary}.`);
  return child.pid;
}

function settingArguments(settings: Record<string, string | number>): string[] {
  const all = { listen_addresses: '127.0.0.1', ...settings };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function tailOfLog(dataDir: string): Promise<string> {
  const log = await readFile(`${dataDir}.log`, 'utf8').catch(() => '');
  return log.trimEnd().split('\n').slice(-15).join('\n');
}
