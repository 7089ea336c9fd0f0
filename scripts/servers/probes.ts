import { probePostgres } from '../../apps/standalone/src/embedded-postgres/postgres-probe.ts';
import { Kafka, logLevel } from '../../libs/shared/src/messaging/patched-kafkajs.ts';
import type { ServerAddresses, ServerName } from './server-addresses.ts';

const TIMEOUT_MS = 3_000;

/** Throws when Kafka does not describe its cluster at this address. */
export async function probeKafka({ brokers }: ServerAddresses['kafka']): Promise<void> {
  const client = new Kafka({
    clientId: 'servers-up',
    brokers,
    connectionTimeout: TIMEOUT_MS,
    requestTimeout: TIMEOUT_MS,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = client.admin();
  try {
    await admin.connect();
    const { controller } = await admin.describeCluster();
    if (controller === null) throw new Error('Kafka has no controller yet.');
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** Throws when MinIO does not call itself live at this address. */
export async function probeMinio({ endpoint }: ServerAddresses['minio']): Promise<void> {
  const response = await fetch(`${endpoint}/minio/health/live`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`MinIO answers its health check with ${response.status}.`);
}

export const PROBES: { [N in ServerName]: (address: ServerAddresses[N]) => Promise<void> } = {
  postgres: ({ url }) => probePostgres(url, TIMEOUT_MS),
  kafka: probeKafka,
  minio: probeMinio,
};
