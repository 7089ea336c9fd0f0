import { join } from 'node:path';
import { STATE_DIR } from '../servers/checkout.ts';
import type { ServerAddresses } from '../servers/server-addresses.ts';

/** A spec holds this against the services of the event catalogue. */
export const STACK_SERVICES = ['gateway', 'planner', 'keyframer', 'clipper', 'stitcher'] as const;

export type StackService = (typeof STACK_SERVICES)[number];
export type StackApp = StackService | 'simulator';

export interface StackProcess {
  name: StackApp;
  /** From 1. */
  replica: number;
  /** Kept for its whole life: a process that is killed comes back here. */
  port: number;
  /** Null while it was never started. */
  pid: number | null;
}

/** One stack, so that another on the same servers touches nothing of it. */
export interface StackPlace {
  /** Logs, the record of the processes and the simulator's data; the addresses are beside it in `<dir>.json`. */
  dir: string;
  database: string;
  bucket: string;
  kafkaPrefix: string;
  /** Where the stack reaches servers of its own, or the common ones another way. */
  servers?: Partial<ServerAddresses>;
}

export interface StackPlan extends StackPlace {
  timeScale: number;
  /** Settings that hold for every process, by their names in the environment; no secrets. */
  settings: Record<string, string>;
  processes: StackProcess[];
}

export interface StackWish {
  place: StackPlace;
  replicas: Partial<Record<StackService, number>>;
  timeScale: number;
  settings: Record<string, string>;
  /** False where a key of any vendor, or the address of one's own, is given: then nothing is simulated. */
  simulated: boolean;
}

export const DEVELOPERS_STACK: StackPlace = {
  dir: join(STATE_DIR, 'stack'),
  database: 'reelwright',
  bucket: 'reelwright',
  kafkaPrefix: '',
};

/** Pure but for the ports, which the caller finds: as many as `choosePort` is asked for. */
export async function buildPlan(wish: StackWish, choosePort: (slot: string) => Promise<number>): Promise<StackPlan> {
  const { place, replicas, timeScale, settings, simulated } = wish;
  const slots = [
    ...(simulated ? [{ name: 'simulator' as StackApp, replica: 1 }] : []),
    ...STACK_SERVICES.flatMap((name) =>
      Array.from({ length: replicas[name] ?? 1 }, (_, i) => ({ name: name, replica: i + 1 })),
    ),
  ];
  const processes = slots.map(async ({ name, replica }) => {
    const port = await choosePort(titleOf({ name, replica }));
    return { name, replica, port, pid: null };
  });
  return { ...place, timeScale, settings, processes: await Promise.all(processes) };
}

export function titleOf({ name, replica }: Pick<StackProcess, 'name' | 'replica'>): string {
  return `${name}-${replica}`;
}

export function urlOf({ port }: Pick<StackProcess, 'port'>): string {
  return `http://127.0.0.1:${port}`;
}

export function findSimulator(plan: StackPlan): StackProcess | null {
  return plan.processes.find(({ name }) => name === 'simulator') ?? null;
}
