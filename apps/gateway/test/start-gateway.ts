import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import { SystemClock } from '@shared/clock/clock';
import type { FilmEvent } from '@shared/contracts/events';
import type { FilmView } from '@shared/contracts/film';
import { LocalBus } from '@shared/messaging/local-bus';
import { createService, type Service } from '@shared/service/create-service';
import type { Logger } from '@shared/telemetry/logger';
import { silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import type { GatewaySettings } from '../src/gateway.module';
import { gatewayService } from '../src/gateway-service';

export interface Gateway {
  url: string;
  service: Service;
  /** States facts as the other services would. */
  hear(...facts: FilmEvent[]): Promise<void>;
  stop(): Promise<void>;
}

export interface GatewayBundle {
  database: TestDatabase;
  store: ArtifactStore;
  /** Where it keeps its files. */
  directory: string;
  /** Keys of all that lies in the store. */
  listKeys(): Promise<string[]>;
  /** Another replica on the same database and store. */
  startGateway(store?: ArtifactStore): Promise<Gateway>;
  stop(): Promise<void>;
}

/** What a test brings itself. */
interface SharedParts {
  /** One that other services are on, too; started and stopped by whoever brings it. */
  bus?: LocalBus;
  logger?: Logger;
}

/** A fresh database and store, and as many gateways on them as a test wants. */
export async function prepareGateways(settings?: GatewaySettings, parts: SharedParts = {}): Promise<GatewayBundle> {
  const { name: schema, migrations } = gatewayService();
  const database = await createTestDatabase({ schema, migrations: migrations as never });
  const directory = await mkdtemp(join(tmpdir(), 'reelwright-gateway-'));
  const store = new DirectoryStore(directory);
  await store.prepare();
  const gateways: Gateway[] = [];
  return {
    database,
    store,
    directory,
    listKeys: async () => {
      const objects = join(directory, 'objects');
      const entries = await readdir(objects, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((file) => relative(objects, join(file.parentPath, file.name)));
    },
    startGateway: async (ownStore = store) => {
      const gateway = await startOne({ databaseUrl: database.url, store: ownStore, settings, ...parts });
      gateways.push(gateway);
      return gateway;
    },
    stop: async () => {
      for (const gateway of gateways) await gateway.stop();
      await database.drop();
      await rm(directory, { recursive: true });
    },
  };
}

interface GatewayStart extends SharedParts {
  databaseUrl: string;
  store: ArtifactStore;
  settings: GatewaySettings | undefined;
}

async function startOne({
  databaseUrl,
  store,
  settings,
  bus: shared,
  logger = silentLogger(),
}: GatewayStart): Promise<Gateway> {
  const bus = shared ?? new LocalBus(['gateway']);
  if (shared === undefined) await bus.start();
  const wiring = {
    bus,
    store,
    logger,
    clock: new SystemClock(),
    databaseUrl,
    timeScale: 1,
  };
  const service = await createService(gatewayService(settings), wiring);
  await service.start({ port: 0 });
  return {
    url: (await service.app.getUrl()).replace('[::1]', '127.0.0.1'),
    service,
    hear: (...facts) => bus.publish(facts),
    stop: async () => {
      await service.stop();
      if (shared === undefined) await bus.stop();
    },
  };
}

export function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text });
}

export async function orderFilm({ url }: Gateway, order: Record<string, unknown> = {}): Promise<FilmView> {
  const response = await post(`${url}/v1/films`, { prompt: 'a lighthouse at dusk', scenes: 2, ...order });
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as FilmView;
}

export async function getFilm({ url }: Gateway, filmId: string): Promise<FilmView> {
  return (await (await fetch(`${url}/v1/films/${filmId}`)).json()) as FilmView;
}
