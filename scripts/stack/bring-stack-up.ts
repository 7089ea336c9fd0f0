import { join } from 'node:path';
import { keepSecret } from '../../apps/standalone/src/data/keep-secret.ts';
import { findFreePort, isPortFree } from '../../apps/standalone/src/embedded-postgres/free-port.ts';
import { ensureBuilt } from '../build/ensure-built.ts';
import { ensureFfmpeg } from '../ensure-ffmpeg.ts';
import { CHECKOUT_DIR } from '../servers/checkout.ts';
import { bringUp } from '../servers/operate-servers.ts';
import { report } from '../servers/progress.ts';
import { runCommand } from '../servers/run-command.ts';
import { loadAddresses, SERVER_NAMES, type ServerAddresses } from '../servers/server-addresses.ts';
import { ensureDatabase, wipe } from './prepare-servers.ts';
import { buildEnvironment } from './process-environment.ts';
import { loadPlan, removeLogs, saveAddresses, savePlan, type StackAddresses } from './stack-file.ts';
import {
  buildPlan,
  type StackPlace,
  type StackPlan,
  type StackProcess,
  type StackWish,
  titleOf,
  urlOf,
} from './stack-plan.ts';
import { isRunning, NODE, programOf, spawnProcess, waitUntilReady } from './stack-process.ts';

/** Builds, brings the servers and every process up, and resolves when all are ready. What runs already stays as it is. */
export async function bringStackUp(wish: StackWish, { fresh }: { fresh: boolean }): Promise<StackAddresses> {
  const last = await loadPlan(wish.place);
  if (last !== null && (await isAnyRunning(last))) return joinRunning(last, { fresh });
  const [servers] = await Promise.all([ensureServers(wish.place), ensureBuilt({ force: false }), ensureFfmpeg()]);
  if (fresh) await Promise.all([wipe(wish.place, servers), removeLogs(wish.place)]);
  const plan = await buildPlan(wish, (slot) => choosePort(last, slot));
  await ensureDatabase(plan, servers);
  await migrateAll(plan, servers);
  return startAll(plan, plan.processes, servers);
}

/** One process of a stack, on its old port with its old settings. */
export async function startOne(plan: StackPlan, process: StackProcess): Promise<StackAddresses> {
  return startAll(plan, [process], await loadServers(plan));
}

async function joinRunning(plan: StackPlan, { fresh }: { fresh: boolean }): Promise<StackAddresses> {
  if (fresh) throw new Error('The stack is running; `npm run stack:down` first, then --fresh.');
  const running = await Promise.all(plan.processes.map(isRunning));
  const missing = plan.processes.filter((_, i) => running[i] === false);
  if (missing.length === 0) report('stack', 'is up already, as it was started; for other settings take it down first');
  else report('stack', `is up but for ${missing.map(titleOf).join(', ')}`);
  return startAll(plan, missing, missing.length === 0 ? await loadServers(plan) : await ensureServers(plan));
}

async function ensureServers(place: StackPlace): Promise<ServerAddresses> {
  const outcomes = await bringUp(SERVER_NAMES, { fast: false });
  for (const outcome of outcomes) if ('error' in outcome) throw outcome.error;
  return loadServers(place);
}

async function loadServers(place: StackPlace): Promise<ServerAddresses> {
  const servers = { ...(await loadAddresses()), ...place.servers };
  const missing = SERVER_NAMES.filter((name) => servers[name] === undefined);
  if (missing.length > 0) throw new Error(`No address of ${missing.join(', ')}. Run: npm run servers:up`);
  return servers as ServerAddresses;
}

async function migrateAll(plan: StackPlan, servers: ServerAddresses): Promise<void> {
  report('stack', 'migrating');
  const firsts = plan.processes.filter(({ name, replica }) => name !== 'simulator' && replica === 1);
  const migrations = firsts.map((first) => {
    const env = { ...process.env, ...buildEnvironment(plan, first, servers) };
    return runCommand(NODE, [programOf(first.name), 'migrate'], { cwd: CHECKOUT_DIR, env });
  });
  await Promise.all(migrations);
}

async function startAll(
  plan: StackPlan,
  processes: readonly StackProcess[],
  servers: ServerAddresses,
): Promise<StackAddresses> {
  const webhookSecret = await keepSecret(join(plan.dir, 'webhook-secret'));
  for (const process of processes) {
    process.pid = await spawnProcess(plan, process, buildEnvironment(plan, process, servers, webhookSecret));
    // At once: should the rest fail, `stack:down` finds it.
    await savePlan(plan);
  }
  await Promise.all(
    processes.map(async (process) => {
      await waitUntilReady(plan, process);
      report(titleOf(process), `is ready at ${urlOf(process)}`);
    }),
  );
  return saveAddresses(plan, servers);
}

async function isAnyRunning({ processes }: StackPlan): Promise<boolean> {
  return (await Promise.all(processes.map(isRunning))).includes(true);
}

// The same port as last time, so that whoever noted it finds the process again.
async function choosePort(last: StackPlan | null, slot: string): Promise<number> {
  const port = last?.processes.find((process) => titleOf(process) === slot)?.port;
  return port !== undefined && (await isPortFree(port)) ? port : findFreePort();
}
