import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ServerAddresses } from '../servers/server-addresses.ts';
import { databaseUrl } from './process-environment.ts';
import { findSimulator, type StackPlace, type StackPlan, type StackProcess, titleOf, urlOf } from './stack-plan.ts';

/** What `stack:up` prints last and leaves in `<dir>.json`. */
export interface StackAddresses {
  gateway: string[];
  services: { name: string; replica: number; pid: number; url: string; log: string }[];
  simulator: { url: string; pid: number; log: string } | null;
  kafka: { brokers: string[]; prefix: string };
  minio: { endpoint: string; accessKey: string; secretKey: string; bucket: string };
  postgres: { url: string };
}

export async function loadPlan({ dir }: StackPlace): Promise<StackPlan | null> {
  const text = await readFile(join(dir, 'plan.json'), 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as StackPlan);
}

export async function savePlan(plan: StackPlan): Promise<void> {
  await replaceFile(join(plan.dir, 'plan.json'), plan);
}

export async function saveAddresses(plan: StackPlan, servers: ServerAddresses): Promise<StackAddresses> {
  const addresses = toAddresses(plan, servers);
  await replaceFile(`${plan.dir}.json`, addresses);
  return addresses;
}

/** The record stays, for the same ports next time. */
export async function removeAddresses({ dir }: StackPlace): Promise<void> {
  await rm(`${dir}.json`, { force: true });
}

export async function removeLogs({ dir }: StackPlace): Promise<void> {
  await rm(join(dir, 'logs'), { recursive: true, force: true });
}

export function logFileOf({ dir }: StackPlace, process: Pick<StackProcess, 'name' | 'replica'>): string {
  return join(dir, 'logs', `${titleOf(process)}.log`);
}

/** Pure. */
export function toAddresses(plan: StackPlan, { kafka, minio, postgres }: ServerAddresses): StackAddresses {
  const services = plan.processes.filter(({ name }) => name !== 'simulator');
  const simulator = findSimulator(plan);
  return {
    gateway: services.filter(({ name }) => name === 'gateway').map(urlOf),
    services: services.map((process) => ({
      name: process.name,
      replica: process.replica,
      ...whereabouts(plan, process),
    })),
    simulator: simulator && whereabouts(plan, simulator),
    kafka: { brokers: kafka.brokers, prefix: plan.kafkaPrefix },
    minio: { ...minio, bucket: plan.bucket },
    postgres: { url: databaseUrl(postgres.url, plan.database) },
  };
}

function whereabouts(plan: StackPlan, process: StackProcess): { pid: number; url: string; log: string } {
  return { pid: process.pid ?? 0, url: urlOf(process), log: logFileOf(plan, process) };
}

async function replaceFile(file: string, content: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  // Two may be written at once, also by one process.
  const partial = `${file}.${randomUUID()}`;
  await writeFile(partial, `${JSON.stringify(content, null, 2)}\n`);
  await rename(partial, file);
}
