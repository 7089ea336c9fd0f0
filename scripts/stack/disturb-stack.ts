import { report } from '../servers/progress.ts';
import { startOne } from './bring-stack-up.ts';
import { loadPlan, type StackAddresses } from './stack-file.ts';
import { type StackPlace, type StackPlan, type StackProcess, titleOf } from './stack-plan.ts';
import { isRunning, signalProcess, waitUntilGone } from './stack-process.ts';

export const STACK_SIGNALS = ['KILL', 'TERM', 'STOP', 'CONT'] as const;
export type StackSignal = (typeof STACK_SIGNALS)[number];

/** For fault tests: after KILL and TERM it resolves when the process is gone. */
export async function killProcess(
  place: StackPlace,
  target: { name: string; replica: number },
  signal: StackSignal,
): Promise<void> {
  const { process } = await findProcess(place, target);
  if (!(await isRunning(process))) throw new Error(`${titleOf(process)} is not running.`);
  signalProcess(process, `SIG${signal}`);
  report(titleOf(process), `got SIG${signal}`);
  if (signal === 'STOP' || signal === 'CONT') return;
  if (!(await waitUntilGone(process, 30_000))) throw new Error(`${titleOf(process)} is still there after 30 s.`);
}

/** The same port and settings as before; resolves when it is ready. */
export async function startProcess(
  place: StackPlace,
  target: { name: string; replica: number },
): Promise<StackAddresses> {
  const { plan, process } = await findProcess(place, target);
  if (await isRunning(process)) throw new Error(`${titleOf(process)} is running already.`);
  return startOne(plan, process);
}

async function findProcess(
  place: StackPlace,
  { name, replica }: { name: string; replica: number },
): Promise<{ plan: StackPlan; process: StackProcess }> {
  const plan = await loadPlan(place);
  if (plan === null) throw new Error('There is no stack. Run: npm run stack:up');
  const process = plan.processes.find((other) => other.name === name && other.replica === replica);
  if (process !== undefined) return { plan, process };
  throw new Error(`The stack has ${plan.processes.map(titleOf).join(', ')}; got "${name}" ${replica}.`);
}
