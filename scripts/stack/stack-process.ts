import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processCommand } from '../../apps/standalone/src/embedded-postgres/process-command.ts';
import { CHECKOUT_DIR } from '../servers/checkout.ts';
import { logFileOf } from './stack-file.ts';
import { type StackApp, type StackPlan, type StackProcess, titleOf, urlOf } from './stack-plan.ts';

export const NODE = join(CHECKOUT_DIR, 'node_modules', '.bin', 'node');
const READY_WITHIN_MS = 60_000;

export function programOf(name: StackApp): string {
  return join(CHECKOUT_DIR, 'dist', 'apps', name, 'main.js');
}

/** Runs it in a session of its own, with its own log file, and gives back its pid. */
export async function spawnProcess(
  plan: StackPlan,
  process_: StackProcess,
  environment: Record<string, string>,
): Promise<number> {
  const logFile = logFileOf(plan, process_);
  await mkdir(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const child = spawn(NODE, [programOf(process_.name)], {
    cwd: CHECKOUT_DIR,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...environment },
  });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  if (child.pid === undefined) throw new Error(`Could not run ${NODE}.`);
  return child.pid;
}

/** Numbers are reused: the process of that pid must be of that program. */
export async function isRunning({ name, pid }: StackProcess): Promise<boolean> {
  return pid !== null && (await processCommand(pid))?.includes(programOf(name)) === true;
}

/** Resolves when it answers that it is ready; its end, or a minute without, is an error with the end of its log. */
export async function waitUntilReady(plan: StackPlan, process: StackProcess): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isReady(process))) {
    const gone = !(await isRunning(process));
    if (gone || Date.now() > deadline) {
      const what = gone ? 'ended before it was ready' : `is not ready after ${READY_WITHIN_MS / 1_000} s`;
      const log = await tailOf(logFileOf(plan, process));
      throw new Error(`${titleOf(process)} ${what}. The end of its log:\n${log}`);
    }
    await delay(50);
  }
}

/** False when the process is still there after that time. */
export async function waitUntilGone(process: StackProcess, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (await isRunning(process)) {
    if (Date.now() > deadline) return false;
    await delay(20);
  }
  return true;
}

/** False when there is no such process any more. */
export function signalProcess({ pid }: StackProcess, signal: NodeJS.Signals): boolean {
  if (pid === null) return false;
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

async function isReady(process: StackProcess): Promise<boolean> {
  const path = process.name === 'simulator' ? '/simulator/health' : '/health/ready';
  try {
    const response = await fetch(`${urlOf(process)}${path}`, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function tailOf(logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return log.trimEnd().split('\n').slice(-15).join('\n');
}
