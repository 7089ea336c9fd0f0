import { setTimeout as wait } from 'node:timers/promises';
import { toAbortError } from '@shared/errors/abort-error';
import { AppError } from '@shared/errors/app-error';
import type { Logger } from '@shared/telemetry/logger';
import type { Delivery, EventSubscriber, Subscription } from './event-bus';
import { type Portion, toPortions } from './kafka-portions';
import type { Consumer, EachBatchPayload, Kafka } from './patched-kafkajs';

export interface KafkaSubscriptionOptions {
  kafka: Kafka;
  topic: string;
  groupId: string;
  subscriber: EventSubscriber;
  /** A service that was killed holds its partitions for this long after its last heartbeat. */
  sessionTimeoutMs: number;
  logger: Logger;
  /** Resolves when the topic exists. */
  whenDeclared(): Promise<void>;
}

const CONSUMER = {
  // How long an idle fetch, and so a clean stop, may last.
  maxWaitTimeInMs: 1_000,
  allowAutoTopicCreation: false,
};
const PARTITIONS_AT_ONCE = 6;
const COMMIT = { autoCommitInterval: 500, autoCommitThreshold: 100 };
const SILENCE_MS = 45_000;
const LEAVE_MS = 2_000;
const BACK_OFF_MS = { first: 250, most: 3_000 };

/** One service's consumer group. Whatever ends the consumer, another takes its place until the subscription is stopped. */
export class KafkaSubscription implements Subscription {
  private readonly stopping = new AbortController();
  private readonly running: Promise<void>;
  private failures = 0;
  private lastSignOfLife = 0;

  constructor(private readonly options: KafkaSubscriptionOptions) {
    this.running = this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort(new AppError('CANCELLED', `${this.options.subscriber.service} stops`));
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await unlessAborted(this.options.whenDeclared(), signal);
        await this.consumeUntilItEnds(signal);
      } catch (error) {
        if (isAborted(signal)) return;
        this.options.logger.warn({ error, groupId: this.options.groupId }, 'consumer lost, another follows');
        const waitMs = Math.min(BACK_OFF_MS.first * 2 ** this.failures++, BACK_OFF_MS.most);
        await wait(waitMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async consumeUntilItEnds(signal: AbortSignal): Promise<void> {
    const { kafka, groupId, sessionTimeoutMs } = this.options;
    // kafkajs restarts some crashes itself, after ten seconds and not always (its issues 1277, 1593): it is never asked to.
    const retry = { retries: 5, restartOnFailure: () => Promise.resolve(false) };
    const consumer = kafka.consumer({ groupId, ...CONSUMER, ...toPatience(sessionTimeoutMs), retry });
    const watch = this.watch(consumer, signal);
    try {
      await unlessAborted(this.begin(consumer, signal), signal);
      await watch.ended;
    } finally {
      watch.end();
      // Leaving takes an answer of the broker, which may be the one that is gone.
      await Promise.race([consumer.disconnect().catch(() => undefined), wait(LEAVE_MS, undefined, { ref: false })]);
    }
  }

  private async begin(consumer: Consumer, signal: AbortSignal): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [this.options.topic], fromBeginning: true });
    await consumer.run({
      ...COMMIT,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.takeBatch(payload, signal),
    });
  }

  // Rejects when the consumer crashes or says nothing any more; resolves when we stop.
  private watch(consumer: Consumer, signal: AbortSignal): { ended: Promise<void>; end: () => void } {
    const { promise: ended, resolve, reject } = Promise.withResolvers<undefined>();
    ended.catch(() => undefined);
    const onAbort = (): void => {
      resolve(undefined);
    };
    signal.addEventListener('abort', onAbort);
    this.lastSignOfLife = Date.now();
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      reject(payload.error);
    });
    consumer.on(consumer.events.FETCH, () => {
      this.failures = 0;
      this.lastSignOfLife = Date.now();
    });
    const timer = setInterval(() => {
      if (Date.now() - this.lastSignOfLife > SILENCE_MS) reject(new Error(`silent for ${SILENCE_MS} ms`));
    }, SILENCE_MS / 5);
    const end = (): void => {
      clearInterval(timer);
      signal.removeEventListener('abort', onAbort);
    };
    return { ended, end };
  }

  private async takeBatch(payload: EachBatchPayload, signal: AbortSignal): Promise<void> {
    const beat = async (): Promise<void> => {
      this.lastSignOfLife = Date.now();
      await payload.heartbeat();
    };
    for (const portion of toPortions(payload.batch)) {
      if (signal.aborted || !payload.isRunning() || payload.isStale()) return;
      try {
        await this.take(portion, { signal, beat });
      } catch (error) {
        if (isAborted(signal)) return;
        throw error;
      }
      payload.resolveOffset(portion.lastOffset);
      await payload.commitOffsetsIfNecessary();
      await beat();
    }
  }

  private take(portion: Portion, delivery: Delivery): Promise<void> {
    const { subscriber } = this.options;
    if ('letter' in portion) return subscriber.setAside(portion.letter, delivery);
    return subscriber.consume(portion.arrivals, delivery);
  }
}

function toPatience(sessionTimeout: number) {
  return { sessionTimeout, heartbeatInterval: sessionTimeout / 5, rebalanceTimeout: sessionTimeout * 1.5 };
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  work.catch(() => undefined);
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => {
    aborted.reject(toAbortError(signal));
  };
  signal.addEventListener('abort', onAbort);
  try {
    signal.throwIfAborted();
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

// A call, so that the compiler does not take the answer of before the wait for the answer of now.
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
