import { join } from 'node:path';
import type { ServerAddresses } from '../servers/server-addresses.ts';
import { findSimulator, type StackPlan, type StackProcess, urlOf } from './stack-plan.ts';

/** Pure: what a process of the stack finds in its environment, beside what it inherits. Without a secret no webhooks are sent. */
export function buildEnvironment(
  plan: StackPlan,
  process: StackProcess,
  servers: ServerAddresses,
  webhookSecret?: string,
): Record<string, string> {
  const { settings } = plan;
  if (process.name === 'simulator') return { ...settings, ...simulatorEnvironment(plan, process) };
  const webhooks = webhookSecret === undefined ? {} : webhookEnvironment(plan, webhookSecret);
  return { ...webhooks, ...settings, ...serviceEnvironment(plan, process, servers), ...providerEnvironment(plan) };
}

/** Pure: the stack's own database on a server that is known by another of its databases. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

function simulatorEnvironment({ dir, settings, timeScale }: StackPlan, { port }: StackProcess): Record<string, string> {
  return {
    SIMULATOR_HOST: '127.0.0.1',
    SIMULATOR_PORT: String(port),
    SIMULATOR_DATA: join(dir, 'simulator'),
    SIMULATOR_TIME_SCALE: settings['SIMULATOR_TIME_SCALE'] ?? String(timeScale),
    SIMULATOR_ADMIN: 'true',
  };
}

function serviceEnvironment(plan: StackPlan, { port }: StackProcess, servers: ServerAddresses): Record<string, string> {
  const { postgres, kafka, minio } = servers;
  return {
    HOST: '127.0.0.1',
    PORT: String(port),
    TIME_SCALE: String(plan.timeScale),
    DATABASE_URL: databaseUrl(postgres.url, plan.database),
    KAFKA_BROKERS: kafka.brokers.join(','),
    KAFKA_PREFIX: plan.kafkaPrefix,
    ARTIFACTS: 'minio',
    S3_ENDPOINT: minio.endpoint,
    S3_PUBLIC_ENDPOINT: minio.endpoint,
    S3_BUCKET: plan.bucket,
    S3_ACCESS_KEY: minio.accessKey,
    S3_SECRET_KEY: minio.secretKey,
  };
}

// Without a simulator both come from the user's own environment, which every process inherits.
function providerEnvironment(plan: StackPlan): Record<string, string> {
  const simulator = findSimulator(plan);
  if (simulator === null) return {};
  const { settings } = plan;
  const url = settings['GEMINI_BASE_URL'] ?? urlOf(simulator);
  return {
    GEMINI_API_KEY: settings['GEMINI_API_KEY'] ?? 'simulator',
    GEMINI_BASE_URL: url,
    GEMINI_RECALL_URL: `${url}/simulator/recent`,
  };
}

// A provider elsewhere reaches only an address that its user knows.
function webhookEnvironment(plan: StackPlan, secret: string): Record<string, string> {
  const gateway = plan.processes.find(({ name }) => name === 'gateway');
  if (findSimulator(plan) === null || gateway === undefined || 'WEBHOOK_URL' in plan.settings) return {};
  return { WEBHOOK_URL: urlOf(gateway), WEBHOOK_SECRET: secret };
}
