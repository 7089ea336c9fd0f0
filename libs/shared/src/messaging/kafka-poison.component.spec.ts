import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { buildEvent, DEAD_LETTER_TOPIC, FILM_TOPIC, type FilmEvent } from '@shared/contracts/events';
import { silentLogger } from '@shared/testing/silent-logger';
import { testServers } from '@shared/testing/test-servers';
import { waitFor } from '@shared/testing/wait-for';
import { encodeEvent } from './cloud-event';
import type { DeadLetter, EventSubscriber } from './event-bus';
import { KafkaBus } from './kafka-bus';
import { createKafka } from './kafka-client';
import type { Kafka, Message } from './patched-kafkajs';
import { readHeaders } from './kafka-headers';

const logger = silentLogger();
const { brokers } = testServers().kafka;

describe('a partition with messages that cannot be read', () => {
  const prefix = `test-${randomBytes(4).toString('hex')}-`;
  const kafka = createKafka({ clientId: 'poisoner', brokers, logger });
  const bus = new KafkaBus({ clientId: 'clipper', brokers, prefix, logger });
  const consumed: FilmEvent[] = [];
  const letters: DeadLetter[] = [];
  const subscriber: EventSubscriber = {
    service: 'clipper',
    consume: async (arrivals) => {
      consumed.push(...arrivals.map(({ event }) => event));
    },
    setAside: async (letter) => {
      letters.push(letter);
      await bus.deadLetter(letter);
    },
  };

  beforeAll(async () => {
    await createTopicForLargeMessages(kafka, `${prefix}${FILM_TOPIC}`);
    await bus.ready();
    bus.subscribe(subscriber);
  });
  afterAll(() => bus.stop(), 30_000);

  it.each<[string, Partial<Message>, string]>([
    ['invalid JSON', { value: '{"revision":' }, 'value is not JSON'],
    ['no value', { value: null }, 'no value'],
    ['an unknown name', { headers: { ce_type: 'film.exploded' } }, 'unknown event name "film.exploded"'],
    ['an unknown version', { headers: { ce_dataversion: '99' } }, 'unknown version 99 of cut.started'],
    ['data of another shape', { value: '{"revision":"one"}' }, 'data do not fit cut.started: revision'],
    ['a foreign source', { headers: { ce_source: '/elsewhere' } }, 'bad envelope: ce_source'],
    ['two megabytes', { value: JSON.stringify('x'.repeat(2_000_000)) }, '2000002 bytes; at most 1048576 are read'],
  ])(
    'goes on after %s, and shows it with the reason',
    async (_, change, reason) => {
      const filmId = `film_${randomBytes(4).toString('hex')}`;
      const next = aCutStarted(filmId);
      await produce(kafka, `${prefix}${FILM_TOPIC}`, poisoned(aCutStarted(filmId, 2), change));
      await bus.publish([next]);
      await waitFor(() => consumed.some((event) => event.id === next.id));
      const letter = letters.find((candidate) => candidate.filmId === filmId);
      expect(letter?.reason).toContain(reason);
      expect(letter?.origin).toMatch(/reelwright\.films\/\d@\d+$/);
      expect(consumed.filter((event) => event.filmId === filmId)).toEqual([next]);
    },
    20_000,
  );

  it('has shown every one of them on the dead-letter topic', async () => {
    const shown = await readAll(kafka, `${prefix}${DEAD_LETTER_TOPIC}`, letters.length);
    const headers = shown.map((message) => readHeaders(message.headers));
    expect(headers.map((header) => header['x-reason']).sort()).toEqual(letters.map(({ reason }) => reason).sort());
    expect(headers.map((header) => header['x-origin']).sort()).toEqual(letters.map(({ origin }) => origin).sort());
    expect(Math.max(...shown.map((message) => message.value?.length ?? 0))).toBe(65_536);
  });
});

function aCutStarted(filmId: string, revision = 1): FilmEvent {
  const statement = {
    name: 'cut.started',
    source: 'stitcher',
    tenantId: 'default',
    filmId,
    data: { revision },
  } as const;
  return buildEvent(statement, new Date('2026-11-20T10:00:00Z'));
}

function poisoned(event: FilmEvent, { headers, ...change }: Partial<Message>): Message {
  const encoded = encodeEvent(event);
  return { ...encoded, ...change, headers: { ...encoded.headers, ...headers } };
}

async function produce(kafka: Kafka, topic: string, message: Message): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [message] });
  await producer.disconnect();
}

// What an installation might have set; else the broker itself refuses what is too large.
async function createTopicForLargeMessages(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const configEntries = [{ name: 'max.message.bytes', value: '4000000' }];
  await admin.createTopics({ topics: [{ topic, numPartitions: 8, configEntries }] });
  await admin.disconnect();
}

async function readAll(kafka: Kafka, topic: string, count: number): Promise<Message[]> {
  const consumer = kafka.consumer({ groupId: `${topic}.reader` });
  const messages: Message[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message }) => {
      messages.push(message);
    },
  });
  await waitFor(() => messages.length >= count, { timeoutMs: 20_000 });
  await consumer.disconnect();
  return messages;
}
