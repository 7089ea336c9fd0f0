import { setTimeout as delay } from 'node:timers/promises';
import { processCommand } from './process-command.ts';

/** Resolves when no process has this id any more; a signal that is not enough within the grace becomes SIGKILL. */
export async function stopProcess(pid: number, signal: NodeJS.Signals, graceMs = 20_000): Promise<void> {
  send(pid, signal);
  if (await hasGoneWithin(pid, graceMs)) return;
  send(pid, 'SIGKILL');
  if (!(await hasGoneWithin(pid, 5_000))) throw new Error(`Process ${pid} is still there 5 s after SIGKILL.`);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function hasGoneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if ((await processCommand(pid)) === null) return true;
    await delay(20);
  }
  return false;
}
