import { buildKafkaServer } from '../../../scripts/servers/kafka.ts';
import { bringUp } from '../../../scripts/servers/operate-servers.ts';
import { loadAddresses, type ServerAddresses } from '../../../scripts/servers/server-addresses.ts';
import { loadPlan } from '../../../scripts/stack/stack-file.ts';
import { findSimulator } from '../../../scripts/stack/stack-plan.ts';
import { type Address, TcpProxy } from '../proxy/tcp-proxy.ts';
import { type FleetPlace, plantPassword } from './fleet-place.ts';

/** The servers of a fleet, as they are and as its processes reach them; Kafka is the fleet's own and has no proxy. */
export interface FleetNetwork {
  direct: ServerAddresses;
  proxied: ServerAddresses;
  /** Where the provider is for the fleet. */
  providerUrl: string;
  proxies: Record<'postgres' | 'minio' | 'provider', TcpProxy>;
}

/** A broker that may be killed, and soon gives up those that were. */
export const fleetKafka = buildKafkaServer('kafka-faults');

export async function buildNetwork(place: FleetPlace): Promise<FleetNetwork> {
  const outcomes = await bringUp(['postgres', 'minio'], { fast: false });
  for (const outcome of outcomes) if ('error' in outcome) throw outcome.error;
  const { address: kafka } = await fleetKafka.up({ fast: true });
  const { postgres, minio } = (await loadAddresses()) as ServerAddresses;
  const proxies = {
    postgres: new TcpProxy(async () => toAddress(postgres.url)),
    minio: new TcpProxy(async () => toAddress(minio.endpoint)),
    provider: new TcpProxy(() => findProvider(place)),
  };
  const through = {
    postgres: rewrite(await plantPassword(postgres), await proxies.postgres.listen()),
    minio: rewrite(minio.endpoint, await proxies.minio.listen()),
    provider: rewrite('http://provider', await proxies.provider.listen()),
  };
  return {
    direct: { postgres, minio, kafka },
    proxied: { postgres: { url: through.postgres }, minio: { ...minio, endpoint: through.minio }, kafka },
    providerUrl: through.provider,
    proxies,
  };
}

// The simulator's port is chosen when the fleet comes up, and is always the first that is.
async function findProvider(place: FleetPlace): Promise<Address> {
  const plan = await loadPlan(place);
  const simulator = plan && findSimulator(plan);
  if (!simulator) throw new Error('the fleet has no simulator yet');
  return { host: '127.0.0.1', port: simulator.port };
}

function toAddress(url: string): Address {
  const { hostname: host, port } = new URL(url);
  return { host, port: Number(port) };
}

function rewrite(url: string, { host, port }: Address): string {
  const rewritten = new URL(url);
  rewritten.hostname = host;
  rewritten.port = String(port);
  return rewritten.href.replace(/\/$/, '');
}
