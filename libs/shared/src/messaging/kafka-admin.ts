import { AppError } from '@shared/errors/app-error';
import { messageOf } from '@shared/errors/message-of';
import type { Admin, Kafka } from './patched-kafkajs';

export interface TopicSpec {
  topics: string[];
  partitions: number;
  replication: number;
}

/** Declares the topics, and asks whether the brokers answer. */
export class KafkaAdmin {
  private admin: Promise<Admin> | null = null;
  private declared: Promise<void> | null = null;

  constructor(
    private readonly kafka: Kafka,
    private readonly spec: TopicSpec,
  ) {}

  /** Once per process, and again after a failure. Topics that exist stay as they are. */
  async declareTopics(): Promise<void> {
    this.declared ??= this.createTopics();
    try {
      await this.declared;
    } catch (error) {
      this.declared = null;
      throw error;
    }
  }

  async ready(): Promise<void> {
    await this.declareTopics();
    await this.ask((admin) => admin.fetchTopicMetadata({ topics: this.spec.topics }));
  }

  async stop(): Promise<void> {
    await this.forget();
  }

  private async createTopics(): Promise<void> {
    const { topics, partitions: numPartitions, replication: replicationFactor } = this.spec;
    await this.ask(async (admin) => {
      const missing = await missingTopics(admin, topics);
      if (missing.length === 0) return;
      await admin.createTopics({ topics: missing.map((topic) => ({ topic, numPartitions, replicationFactor })) });
    });
  }

  private async ask(question: (admin: Admin) => Promise<unknown>): Promise<void> {
    this.admin ??= this.connect();
    try {
      await question(await this.admin);
    } catch (error) {
      await this.forget();
      throw new AppError('DEPENDENCY_UNAVAILABLE', `Kafka does not answer: ${messageOf(error)}`, { cause: error });
    }
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }

  // A client whose broker went away does not always come back: the next question gets a new one.
  private async forget(): Promise<void> {
    const admin = this.admin;
    this.admin = null;
    await admin?.then((connected) => connected.disconnect()).catch(() => undefined);
  }
}

async function missingTopics(admin: Admin, topics: string[]): Promise<string[]> {
  const existing = await admin.listTopics();
  return topics.filter((topic) => !existing.includes(topic));
}
