import { DirectoryStore } from '@shared/artifacts/directory-store';
import { SystemClock } from '@shared/clock/clock';
import { LocalBus } from '@shared/messaging/local-bus';
import { startSimulator } from '../../../simulator/src/start-simulator';
import type { StandaloneConfig } from '../config';
import { dataPaths } from '../data/data-paths';
import { startEmbeddedPostgres } from '../embedded-postgres/start-embedded-postgres';
import { keepSecret } from '../data/keep-secret';
import { type HeldPort, holdPort } from './hold-port';
import type { Loggers } from './open-log';
import { buildServiceDefinitions, type OwnProvider } from './service-definitions';
import { startServices, stopServices } from './start-services';
import { StopList } from './stop-list';

/** Database, provider, store, bus and the five services, all in this process and its data directory. Returns the API's address. */
export async function startParts(config: StandaloneConfig, loggers: Loggers, stops: StopList): Promise<string> {
  const { timeScale, port } = config;
  const held = await holdPort(port);
  stops.add('port', () => held.release());
  const [databaseUrl, provider, store] = await allSettledOrThrow([
    startDatabase(config, stops),
    startProvider(config, held, stops),
    openStore(config),
  ]);
  const bus = new LocalBus();
  await bus.start();
  const { KEEP_MESSAGES_DAYS: keepMessagesDays } = config.services.gateway;
  const wiring = { bus, store, clock: new SystemClock(), databaseUrl, timeScale, keepMessagesDays };
  const definitions = buildServiceDefinitions(config.services, provider);
  const { services, url } = await startServices({ definitions, wiring, loggers, held });
  stops.add('services', async () => {
    await stopServices(services, loggers('standalone'));
    await bus.stop();
  });
  return url;
}

async function startDatabase({ dataDir }: StandaloneConfig, stops: StopList): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir: dataPaths(dataDir).postgres });
  stops.add('database', () => postgres.stop());
  return postgres.localUrl;
}

async function startProvider(
  { simulator, dataDir }: StandaloneConfig,
  { port: apiPort }: HeldPort,
  stops: StopList,
): Promise<OwnProvider | null> {
  if (simulator === null) return null;
  const running = await startSimulator(simulator);
  stops.add('simulator', () => running.close());
  return { url: running.url, apiPort, webhookSecret: await keepSecret(dataPaths(dataDir).webhookSecret) };
}

async function openStore({ dataDir }: StandaloneConfig): Promise<DirectoryStore> {
  const store = new DirectoryStore(dataPaths(dataDir).artifacts);
  await store.prepare();
  return store;
}

// What is half started has to be in the list of stops before the failure is told.
async function allSettledOrThrow<T extends readonly unknown[]>(work: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
