import { AppError } from '@shared/errors/app-error';
import { messageOf } from '@shared/errors/message-of';
import type { Kafka, Producer, TopicMessages } from './patched-kafkajs';

const ALL_REPLICAS = -1;

/** Sends and waits until all in-sync replicas have it. A producer that failed is replaced before the next send. */
export class KafkaPublisher {
  private producer: Promise<Producer> | null = null;

  constructor(private readonly kafka: Kafka) {}

  async send(messages: TopicMessages): Promise<void> {
    const current = (this.producer ??= this.connect());
    try {
      await (await current).sendBatch({ acks: ALL_REPLICAS, topicMessages: [messages] });
    } catch (error) {
      // An idempotent producer that lost count stays broken; what it sent twice, the inboxes drop.
      if (this.producer === current) this.producer = null;
      void disconnect(current);
      throw new AppError('DEPENDENCY_UNAVAILABLE', `Kafka did not take the events: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  async stop(): Promise<void> {
    const current = this.producer;
    this.producer = null;
    if (current) await disconnect(current);
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 1_000 },
    });
    await producer.connect();
    return producer;
  }
}

async function disconnect(producer: Promise<Producer>): Promise<void> {
  await producer.then((connected) => connected.disconnect()).catch(() => undefined);
}
