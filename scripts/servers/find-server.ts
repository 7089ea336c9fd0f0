import { toKafkaAddress, toMinioAddress } from './compose-addresses.ts';
import { buildComposeServer, dockerAnswers } from './compose-server.ts';
import { kafkaServer } from './kafka.ts';
import type { ManagedServer } from './managed-server.ts';
import { minioServer } from './minio.ts';
import { postgresServer } from './postgres.ts';
import { probeKafka, probeMinio } from './probes.ts';
import { hasProcess } from './process-server.ts';
import type { ServerName } from './server-addresses.ts';

type Servers = { [N in ServerName]: ManagedServer<N> };

const onThisMachine: Servers = { postgres: postgresServer, kafka: kafkaServer, minio: minioServer };

const inDocker: Servers = {
  postgres: postgresServer,
  kafka: buildComposeServer({ name: 'kafka', toAddress: toKafkaAddress, probe: probeKafka }),
  minio: buildComposeServer({ name: 'minio', toAddress: toMinioAddress, probe: probeMinio }),
};

/** How a server is run here: in Docker where an engine answers, unless it runs as a process already. */
export async function findServer<N extends ServerName>(name: N): Promise<Servers[N]> {
  if (name === 'postgres' || (await hasProcess(name))) return onThisMachine[name];
  return (await dockerAnswers()) ? inDocker[name] : onThisMachine[name];
}
