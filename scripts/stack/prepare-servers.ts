import { Client as S3Client } from 'minio';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Kafka, logLevel } from '../../libs/shared/src/messaging/patched-kafkajs.ts';
import { loadAddresses, type ServerAddresses } from '../servers/server-addresses.ts';
import type { StackPlace } from './stack-plan.ts';

/** A database of the stack's own; the services make all that is in it. */
export async function ensureDatabase({ database }: StackPlace, { postgres }: ServerAddresses): Promise<void> {
  await asAdmin(postgres.url, async (admin) => {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(database)}`);
  });
}

/** Removes all that a former stack of this place left: rows, objects, topics with their groups, the simulator's ledger. */
export async function wipe(place: StackPlace, servers: ServerAddresses): Promise<void> {
  await Promise.all([
    dropDatabase(place, servers),
    dropBucket(place, servers),
    dropTopics(place, servers),
    rm(join(place.dir, 'simulator'), { recursive: true, force: true }),
  ]);
}

/** The same on the servers that are up; a stack that is gone leaves nothing behind. */
export async function wipePlace(place: StackPlace): Promise<void> {
  await wipe(place, { ...((await loadAddresses()) as ServerAddresses), ...place.servers });
}

async function dropDatabase({ database }: StackPlace, { postgres }: ServerAddresses): Promise<void> {
  await asAdmin(postgres.url, (admin) =>
    admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(database)} WITH (FORCE)`),
  );
}

async function dropBucket({ bucket }: StackPlace, { minio }: ServerAddresses): Promise<void> {
  const { hostname, port, protocol } = new URL(minio.endpoint);
  const { accessKey, secretKey } = minio;
  const useSSL = protocol === 'https:';
  const client = new S3Client({ endPoint: hostname, port: Number(port), useSSL, accessKey, secretKey });
  if (!(await client.bucketExists(bucket))) return;
  const names: string[] = [];
  for await (const { name } of client.listObjectsV2(bucket, '', true) as AsyncIterable<{ name: string }>)
    names.push(name);
  await client.removeObjects(bucket, names);
  await client.removeBucket(bucket);
}

async function dropTopics({ kafkaPrefix }: StackPlace, { kafka }: ServerAddresses): Promise<void> {
  const { brokers } = kafka;
  const retry = { retries: 2 };
  const client = new Kafka({ clientId: 'stack-fresh', brokers, retry, logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  try {
    const isOurs = (name: string): boolean => name.startsWith(`${kafkaPrefix}reelwright.`);
    const topics = (await admin.listTopics()).filter(isOurs);
    if (topics.length > 0) await admin.deleteTopics({ topics });
    // A broker that has just started may not know them yet.
    const { groups } = await admin.listGroups().catch(() => ({ groups: [] }));
    const groupIds = groups.map(({ groupId }) => groupId).filter(isOurs);
    // A group whose members were killed is not empty before their sessions end; without its topic it says nothing.
    if (groupIds.length > 0) await admin.deleteGroups(groupIds).catch(() => undefined);
  } finally {
    await admin.disconnect();
  }
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
