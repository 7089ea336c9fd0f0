import { report } from '../servers/progress.ts';
import { loadPlan, removeAddresses } from './stack-file.ts';
import { type StackPlace, type StackPlan, type StackProcess, titleOf } from './stack-plan.ts';
import { isRunning, signalProcess, waitUntilGone } from './stack-process.ts';

const STOPS_WITHIN_MS = 5_000;

/** Stops every process of the stack and leaves the servers; what does not stop in time is named and killed. */
export async function takeStackDown(place: StackPlace): Promise<void> {
  const plan = await loadPlan(place);
  const running = plan === null ? [] : await filterRunning(plan);
  if (running.length === 0) report('stack', 'is not up');
  const stopped = await Promise.all(running.map(stop));
  if (stopped.length > 0) report('stack', `stopped ${stopped.filter(Boolean).length} of ${stopped.length} processes`);
  if (stopped.includes(false)) process.exitCode = 1;
  await removeAddresses(place);
}

async function stop(process: StackProcess): Promise<boolean> {
  signalProcess(process, 'SIGTERM');
  // A process that was stopped by SIGSTOP hears nothing else.
  signalProcess(process, 'SIGCONT');
  if (await waitUntilGone(process, STOPS_WITHIN_MS)) return true;
  report(titleOf(process), `did not stop within ${STOPS_WITHIN_MS / 1_000} s and was killed`);
  signalProcess(process, 'SIGKILL');
  await waitUntilGone(process, STOPS_WITHIN_MS);
  return false;
}

async function filterRunning({ processes }: StackPlan): Promise<StackProcess[]> {
  const running = await Promise.all(processes.map(isRunning));
  return processes.filter((_, i) => running[i]);
}
