import type { ServerAddresses } from './server-addresses.ts';

/** The part of `docker compose config --format json` that says where a service can be reached from outside. */
export interface ComposeConfig {
  services: Record<string, ComposeService | undefined>;
}

interface ComposeService {
  ports?: { target: number; published?: string }[];
  environment?: Record<string, string | null>;
}

/** Pure: Kafka publishes one port, that of the listener which it advertises to this machine. */
export function toKafkaAddress(config: ComposeConfig): ServerAddresses['kafka'] {
  return { brokers: [`127.0.0.1:${publishedPort(config, 'kafka')}`] };
}

/** Pure: MinIO's API is on 9000 inside; its console may be published as well. */
export function toMinioAddress(config: ComposeConfig): ServerAddresses['minio'] {
  const environment = config.services['minio']?.environment ?? {};
  return {
    endpoint: `http://127.0.0.1:${publishedPort(config, 'minio', 9000)}`,
    accessKey: environment['MINIO_ROOT_USER'] ?? 'minioadmin',
    secretKey: environment['MINIO_ROOT_PASSWORD'] ?? 'minioadmin',
  };
}

function publishedPort(config: ComposeConfig, service: string, target?: number): string {
  const ports = config.services[service]?.ports ?? [];
  const port = ports.find((candidate) => target === undefined || candidate.target === target)?.published;
  if (port === undefined) throw new Error(`docker-compose.yml publishes no port of the service "${service}".`);
  return port;
}
