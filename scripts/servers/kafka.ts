import { randomBytes } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureKafkaJars } from './kafka-jars.ts';
import { buildServerProperties } from './kafka-properties.ts';
import type { ManagedServer } from './managed-server.ts';
import { buildProcessServer } from './process-server.ts';
import { probeKafka } from './probes.ts';
import { runCommand } from './run-command.ts';
import { ensureJavaAndMaven } from './toolchain.ts';

export const kafkaServer = buildKafkaServer('kafka');

/** A broker with data of its own; tests that stop one take one of their own. */
export function buildKafkaServer(folder: string): ManagedServer<'kafka'> {
  return buildProcessServer({
    name: 'kafka',
    folder,
    portNames: ['broker', 'controller'],
    async prepare({ dir, ports, portsMoved }) {
      await ensureJavaAndMaven();
      const classPath = await ensureKafkaJars();
      const logDir = join(dir, 'data');
      const propertiesFile = join(dir, 'server.properties');
      await writeFile(propertiesFile, buildServerProperties({ ...ports, logDir }));
      // The quorum remembers the controller's old port and would wait for it for ever.
      if (portsMoved) await rm(logDir, { recursive: true, force: true });
      await formatOnce(classPath, propertiesFile, logDir);
      return { file: 'java', args: [...brokerArguments(classPath), 'kafka.Kafka', propertiesFile] };
    },
    toAddress: ({ broker }) => ({ brokers: [`127.0.0.1:${broker}`] }),
    probe: probeKafka,
    // After kill -9 it takes 13 s on two idle cores.
    startTimeoutMs: 90_000,
  });
}

async function formatOnce(classPath: string, propertiesFile: string, logDir: string): Promise<void> {
  if (await stat(join(logDir, 'meta.properties')).catch(() => null)) return;
  const clusterId = randomBytes(16).toString('base64url');
  // In one word: one id in 64 begins with a dash.
  const format = ['format', '--standalone', '--ignore-formatted', `--cluster-id=${clusterId}`, '-c', propertiesFile];
  await runCommand('java', ['-cp', classPath, 'kafka.tools.StorageTool', ...format]);
}

function brokerArguments(classPath: string): string[] {
  const memory = ['-Xmx512m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  return [...memory, '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-cp', classPath];
}
