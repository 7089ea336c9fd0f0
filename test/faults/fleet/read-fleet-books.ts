import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Books } from '../auditor/books.ts';
import { type ProviderBooks, readBooks } from '../auditor/read-books.ts';
import { readStore } from '../auditor/read-store.ts';
import { readTables, type Tables } from '../auditor/read-tables.ts';
import { readTopics } from '../auditor/read-topics.ts';
import { SecretHunt } from '../auditor/secret-hunt.ts';
import type { Fleet } from './fleet.ts';
import { SECRETS } from './fleet-place.ts';

/** Everything that a fleet has written anywhere: rows, events, logs, objects, temporary files, and the provider's ledger. */
export async function readFleetBooks(fleet: Fleet, maxInFlight: number): Promise<Books> {
  const { place, servers } = fleet;
  const hunt = new SecretHunt({ ...SECRETS, 's3 secret': servers.minio.secretKey });
  const tables = await readTables(fleet.databaseUrl);
  for (const [name, rows] of tables.all) hunt.look(`table ${name}`, JSON.stringify(rows));
  const store = await readStore(servers.minio, {
    bucket: place.bucket,
    uploadKeys: listUploadKeys(tables),
    look: (key, bytes) => {
      hunt.look(`object ${key}`, bytes);
    },
  });
  await readTopics(servers.kafka.brokers, place.kafkaPrefix, (topic, text) => {
    hunt.look(`topic ${topic}`, text);
  });
  for (const log of await listFiles(join(place.dir, 'logs'))) hunt.look(log, await readFile(log));
  const provider = await getJson<ProviderBooks>(`${fleet.simulator}/simulator/ledger`);
  const { mostInFlight } = await getJson<Pick<Books, 'mostInFlight'>>(`${fleet.simulator}/simulator/operations`);
  return {
    ...readBooks(tables, provider, store),
    mostInFlight,
    limits: Object.fromEntries(Object.keys(mostInFlight).map((model) => [model, maxInFlight])),
    unfinishedUploads: store.unfinishedUploads,
    temporaryFiles: await listFiles(place.temporary),
    secretsSeen: hunt.seen,
  };
}

function listUploadKeys(tables: Tables): string[] {
  const attempts = tables.rows('clipper', 'attempts').map(({ id, tenant_id: tenant, film_id: film }) => {
    return `t/${String(tenant)}/films/${String(film)}/clips/${String(id)}.mp4`;
  });
  const cuts = tables.rows('stitcher', 'cuts').flatMap(({ video }) => (video as { key?: string } | null)?.key ?? []);
  return [...attempts, ...cuts];
}

async function listFiles(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of glob('**', { cwd: folder, withFileTypes: true }))
    if (entry.isFile()) names.push(join(entry.parentPath, entry.name));
  return names;
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return (await response.json()) as T;
}
