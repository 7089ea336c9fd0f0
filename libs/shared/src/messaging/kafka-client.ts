import type { Logger } from '@shared/telemetry/logger';
import { Kafka, type LogEntry, logLevel } from './patched-kafkajs';

export interface KafkaClientOptions {
  clientId: string;
  brokers: string[];
  logger: Logger;
}

const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;
// Whoever calls knows better how long to go on: relay, subscription and probe each do.
const RETRY = { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 };
// Said whenever a broker starts, stops or moves a group; what comes of it reaches our own log.
const NOISE =
  /coordinator|rebalanc|leader|connection|crash|restarting|not aware of this member|hosts this topic|topic creation/i;

export function createKafka({ clientId, brokers, logger }: KafkaClientOptions): Kafka {
  return new Kafka({
    clientId,
    brokers,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: RETRY,
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => {
      writeLog(logger, entry);
    },
  });
}

function writeLog(logger: Logger, { level, namespace, log }: LogEntry): void {
  const { message, error, groupId, broker } = log as Record<string, unknown>;
  const text = String(message);
  const facts = { kafka: namespace, reason: error, groupId, broker };
  const isNoise = NOISE.test(text) || NOISE.test(String(error));
  if (level === logLevel.ERROR && !isNoise) logger.warn(facts, text);
  else logger.debug(facts, text);
}
