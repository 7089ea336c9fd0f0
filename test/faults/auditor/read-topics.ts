import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from '../../../libs/shared/src/messaging/patched-kafkajs.ts';

/** Every message of the topics with this prefix, value and headers. */
export async function readTopics(
  brokers: string[],
  prefix: string,
  look: (topic: string, text: string) => void,
): Promise<void> {
  const kafka = new Kafka({ clientId: 'auditor', brokers, logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((name) => name.startsWith(`${prefix}reelwright.`));
    const missing = new Map<string, number>();
    for (const topic of topics)
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
        if (Number(high) > Number(low)) missing.set(`${topic}/${partition}`, Number(high));
    if (missing.size > 0) await readUntil(kafka, { topics, missing, look });
  } finally {
    await admin.disconnect();
  }
}

interface Reading {
  topics: string[];
  /** How far each partition goes. */
  missing: Map<string, number>;
  look: (topic: string, text: string) => void;
}

async function readUntil(kafka: Kafka, { topics, missing, look }: Reading): Promise<void> {
  const consumer = kafka.consumer({ groupId: `auditor-${randomUUID()}` });
  const done = Promise.withResolvers<undefined>();
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message }) => {
      look(
        topic,
        `${message.value?.toString() ?? ''} ${JSON.stringify(message.headers, (_, value: unknown) => toText(value))}`,
      );
      const place = `${topic}/${partition}`;
      if (Number(message.offset) + 1 >= (missing.get(place) ?? 0)) missing.delete(place);
      if (missing.size === 0) done.resolve(undefined);
    },
  });
  await done.promise;
  await consumer.disconnect();
}

// Headers come as buffers, which JSON would show as numbers.
function toText(value: unknown): unknown {
  const isBuffer = typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'Buffer';
  return isBuffer ? Buffer.from((value as { data: number[] }).data).toString() : value;
}
