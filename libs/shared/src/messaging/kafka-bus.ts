import { setTimeout as wait } from 'node:timers/promises';
import { DEAD_LETTER_TOPIC, FILM_TOPIC, type FilmEvent } from '@shared/contracts/events';
import { toAbortError } from '@shared/errors/abort-error';
import type { Logger } from '@shared/telemetry/logger';
import { encodeEvent } from './cloud-event';
import { type DeadLetter, EventBus, type EventSubscriber, type Subscription } from './event-bus';
import { KafkaAdmin } from './kafka-admin';
import { createKafka } from './kafka-client';
import { KafkaPublisher } from './kafka-publisher';
import { KafkaSubscription } from './kafka-subscription';
import type { Kafka } from './patched-kafkajs';

export interface KafkaBusOptions {
  clientId: string;
  brokers: string[];
  logger: Logger;
  /** Copies of each topic. Default 1. */
  replication?: number;
  /** Put before the names of topics and groups. Default none. */
  prefix?: string;
  /** Default 10 s. */
  sessionTimeoutMs?: number;
}

const PARTITIONS = 8;
/** How long a send under way may still take when the service stops. */
const LAST_SEND_MS = 1_000;
const SHOWN_BODY_BYTES = 65_536;

/** One topic for all facts, keyed by film; one consumer group per service. */
export class KafkaBus extends EventBus {
  private readonly kafka: Kafka;
  private readonly admin: KafkaAdmin;
  private readonly publisher: KafkaPublisher;
  private readonly subscriptions = new Set<KafkaSubscription>();

  constructor(private readonly options: KafkaBusOptions) {
    super();
    this.kafka = createKafka(options);
    this.publisher = new KafkaPublisher(this.kafka);
    const topics = [this.named(FILM_TOPIC), this.named(DEAD_LETTER_TOPIC)];
    this.admin = new KafkaAdmin(this.kafka, { topics, partitions: PARTITIONS, replication: options.replication ?? 1 });
  }

  async start(): Promise<void> {
    this.admin.declareTopics().catch((error: unknown) => {
      this.options.logger.warn({ error }, 'topics not declared yet');
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await Promise.all([this.publisher.stop(), this.admin.stop()]);
  }

  async ready(): Promise<void> {
    await this.admin.ready();
  }

  async publish(events: readonly FilmEvent[], signal?: AbortSignal): Promise<void> {
    const send = this.send(FILM_TOPIC, events.map(encodeEvent));
    await (signal === undefined ? send : unlessStopped(send, signal));
  }

  async deadLetter({ reason, origin, eventId, filmId, headers, body }: DeadLetter): Promise<void> {
    const value = body?.subarray(0, SHOWN_BODY_BYTES) ?? null;
    await this.send(DEAD_LETTER_TOPIC, [
      { key: filmId ?? eventId, value, headers: { ...headers, 'x-reason': reason, 'x-origin': origin } },
    ]);
  }

  subscribe(subscriber: EventSubscriber): Subscription {
    const subscription = new KafkaSubscription({
      kafka: this.kafka,
      topic: this.named(FILM_TOPIC),
      groupId: this.named(`reelwright.${subscriber.service}`),
      subscriber,
      sessionTimeoutMs: this.options.sessionTimeoutMs ?? 10_000,
      logger: this.options.logger,
      whenDeclared: () => this.admin.declareTopics(),
    });
    this.subscriptions.add(subscription);
    return subscription;
  }

  private async send(topic: string, messages: Parameters<KafkaPublisher['send']>[0]['messages']): Promise<void> {
    await this.admin.declareTopics();
    await this.publisher.send({ topic: this.named(topic), messages });
  }

  private named(name: string): string {
    return `${this.options.prefix ?? ''}${name}`;
  }
}

// A broker that is down must not hold up the end of the service: what it did not take is sent after the next start.
async function unlessStopped(send: Promise<void>, signal: AbortSignal): Promise<void> {
  send.catch(() => undefined);
  const giveUp = Promise.withResolvers<never>();
  const onAbort = (): void => {
    void wait(LAST_SEND_MS, undefined, { ref: false }).then(() => {
      giveUp.reject(toAbortError(signal));
    });
  };
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    await Promise.race([send, giveUp.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
