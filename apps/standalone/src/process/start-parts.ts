import { DirectoryStore } from '@shared/artifacts/directory-store';
import { SystemClock } from '@shared/clock/clock';
import { LocalBus } from '@shared/messaging/local-bus';
import { startSimulator } from '../../../simulator/src/start-simulator';
import type { StandaloneConfig } from '../config';
import { dataPaths } from '../data/data-paths';
import { startEmbeddedPostgres } from '../embedded-postgres/start-embedded-postgres';
import { choosePort } from './choose-port';
import type { Loggers } from './open-log';
import { buildServiceDefinitions } from './service-definitions';
import { startServices, stopServices } from './start-services';
import { StopList } from './stop-list';

/** Database, provider, store, bus and the five services, all in this process and its data directory. Returns the API's address. */
export async function startParts(config: StandaloneConfig, loggers: Loggers, stops: StopList): Promise<string> {
  const { timeScale, port } = config;
  if (port !== null) await choosePort(port);
  const [databaseUrl, simulatorUrl, store] = await allSettledOrThrow([
    startDatabase(config, stops),
    startProvider(config, stops),
    openStore(config),
  ]);
  const bus = new LocalBus();
  await bus.start();
  const wiring = { bus, store, clock: new SystemClock(), databaseUrl, timeScale };
  const definitions = buildServiceDefinitions(config.services, simulatorUrl);
  const { services, url } = await startServices({ definitions, wiring, loggers, port });
  stops.add('services', async () => {
    await stopServices(services, loggers('standalone'));
    await bus.stop();
  });
  return url;
}

async function startDatabase({ dataDir }: StandaloneConfig, stops: StopList): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir: dataPaths(dataDir).postgres });
  stops.add('database', () => postgres.stop());
  return postgres.url;
}

async function startProvider({ simulator }: StandaloneConfig, stops: StopList): Promise<string | null> {
  if (simulator === null) return null;
  const running = await startSimulator(simulator);
  stops.add('simulator', () => running.close());
  return running.url;
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
