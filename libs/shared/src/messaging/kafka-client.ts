import { Kafka, type LogEntry, logLevel } from 'kafkajs';
// eslint-disable-next-line no-restricted-imports -- the client's own file, named as Node's import wants it
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import type { Logger } from '@shared/telemetry/logger';

export type { Admin, Consumer, EachBatchPayload, IHeaders, Kafka, Message, Producer, TopicMessages } from 'kafkajs';

export interface KafkaClientOptions {
  clientId: string;
  brokers: string[];
  logger: Logger;
}

const CONNECTION_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 15_000;
const LATE_CHECK_MS = 1_000;
// Whoever calls knows better how long to go on: relay, subscription and probe each do.
const RETRY = { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 };
// Said whenever a broker starts, stops or moves a group; what comes of it reaches our own log.
const NOISE =
  /coordinator|rebalanc|leader|connection|crash|restarting|not aware of this member|hosts this topic|topic creation/i;

restInIdleQueues();

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

// kafkajs 2.2.4 asks each connection's empty queue every millisecond, with a negative timeout (its issue 1751), and looks
// for late answers ten times a second: idle, that is all that a service would do, and a warning on Node 24.
function restInIdleQueues(): void {
  const queue = RequestQueue.prototype;
  const schedule = Reflect.get<typeof queue, 'scheduleCheckPendingRequests'>(queue, 'scheduleCheckPendingRequests');
  queue.scheduleCheckPendingRequests = function (this: typeof queue) {
    if (this.pending.length > 0) schedule.call(this);
  };
  queue.scheduleRequestTimeoutCheck = function (this: typeof queue) {
    this.destroy();
    this.requestTimeoutIntervalId = setInterval(() => {
      for (const request of this.inflight.values())
        if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
      if (!this.isConnected()) this.destroy();
    }, LATE_CHECK_MS);
  };
}
