import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSimulatorConfig } from '../../apps/simulator/src/config';
import type { LedgerRow } from '../../apps/simulator/src/ledger/ledger-row';
import type { LedgerView } from '../../apps/simulator/src/ledger/ledger-view';
import type { Operation } from '../../apps/simulator/src/operations/operation';
import { type RunningSimulator, startSimulator } from '../../apps/simulator/src/start-simulator';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import { SystemClock } from '@shared/clock/clock';
import { type FilmView, isFinal } from '@shared/contracts/film';
import type { Plan } from '@shared/contracts/revisions';
import { LocalBus } from '@shared/messaging/local-bus';
import { createService, migrateService, type Service } from '@shared/service/create-service';
import type { ServiceDefinition } from '@shared/service/service-definition';
import type { Logger } from '@shared/telemetry/logger';
import { silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { waitFor } from '@shared/testing/wait-for';
import { defineServices, simulatorIn, TIME_SCALE } from './bench-services';

type Settings = Record<string, string>;
/** Settings of the services that are not those of the bench, or how they follow from the simulator's address. */
type OwnEnv = Settings | ((simulatorUrl: string) => Settings | Promise<Settings>);

interface BenchParts {
  folder: string;
  logger: Logger;
  database: TestDatabase;
  simulator: RunningSimulator;
  store: DirectoryStore;
  definitions: ServiceDefinition[];
}

interface Running {
  bus: LocalBus;
  services: Service[];
  url: string;
}

/** The whole product in this process, on a database, a store and a simulator of its own. */
export class FilmBench {
  readonly store: DirectoryStore;
  private running: Running | null = null;

  private constructor(private readonly parts: BenchParts) {
    this.store = parts.store;
  }

  static async start(
    simulatorEnv: Settings = {},
    env: OwnEnv = {},
    logger: Logger = silentLogger(),
  ): Promise<FilmBench> {
    const folder = await mkdtemp(join(tmpdir(), 'film-bench-'));
    const simulator = await startSimulator(loadSimulatorConfig({ ...simulatorIn(folder), ...simulatorEnv }));
    const own = typeof env === 'function' ? await env(simulator.url) : env;
    const definitions = defineServices(folder, simulator.url, own);
    const database = await createTestDatabase({ schema: 'bench', migrations: [] });
    const store = new DirectoryStore(join(folder, 'store'));
    await store.prepare();
    const bench = new FilmBench({ folder, logger, database, simulator, store, definitions });
    await bench.startServices();
    return bench;
  }

  async startServices(): Promise<void> {
    const { database, store, definitions, logger } = this.parts;
    const bus = new LocalBus();
    await bus.start();
    const wiring = { bus, store, logger, clock: new SystemClock(), timeScale: TIME_SCALE };
    const services: Service[] = [];
    for (const definition of definitions) {
      const own = { ...wiring, databaseUrl: database.url };
      await migrateService(definition, own);
      const service = await createService(definition, own);
      await service.start(definition.name === 'gateway' ? { port: 0 } : undefined);
      services.push(service);
    }
    const url = await services[0]?.app.getUrl();
    this.running = { bus, services, url: url ?? '' };
  }

  get url(): string {
    return this.running?.url ?? '';
  }

  /** Whatever they have in hand is left as it is. */
  async stopServices(): Promise<void> {
    const { services = [], bus } = this.running ?? {};
    this.running = null;
    await Promise.all(services.map((service) => service.stop()));
    await bus?.stop();
  }

  async stop(): Promise<void> {
    await this.stopServices();
    await this.parts.simulator.close();
    await this.parts.database.drop();
    await rm(this.parts.folder, { recursive: true, force: true });
  }

  /** The answer's JSON, not checked: the contract is the server's promise. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as the caller expects it
  async ask<T>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: T; headers: Headers }> {
    const init =
      body === undefined
        ? { headers }
        : { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
    const response = await fetch(`${this.url}${path}`, { method, ...init });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T, headers: response.headers };
  }

  async order(order: object): Promise<FilmView> {
    const { status, body } = await this.ask<FilmView>('POST', '/v1/films', { ...ORDER, ...order });
    if (status !== 202) throw new Error(`202 was expected: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** A revision that is accepted; what was planned for it. */
  async revise(method: string, path: string, body: object = {}): Promise<Plan> {
    const answer = await this.ask<Plan>(method, path, body);
    if (answer.status !== 202) throw new Error(`202 was expected: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async film(filmId: string): Promise<FilmView> {
    return (await this.ask<FilmView>('GET', `/v1/films/${filmId}`)).body;
  }

  async waitForFilm(filmId: string, isAsWanted: (film: FilmView) => boolean, what = 'the film'): Promise<FilmView> {
    const ask = async (): Promise<FilmView | null> => {
      const film = await this.film(filmId);
      return isAsWanted(film) ? film : null;
    };
    return waitFor(ask, { what: `${what} ${filmId}`, timeoutMs: 90_000 });
  }

  async ended(filmId: string): Promise<FilmView> {
    return this.waitForFilm(filmId, ({ status }) => isFinal(status), 'the end of');
  }

  /** Units that were bought for a film, as the provider's own books have them, each as often as it was accepted. */
  async bought(...filmIds: string[]): Promise<string[]> {
    const { entries } = await this.ledger();
    return entries
      .filter(({ labels }) => filmIds.includes(labels['film'] ?? ''))
      .map(({ labels }) => labels['unit'] ?? '')
      .sort();
  }

  async ledger(): Promise<LedgerView> {
    return (await (await fetch(`${this.parts.simulator.url}/simulator/ledger`)).json()) as LedgerView;
  }

  async setFaults(...faults: object[]): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const url = `${this.parts.simulator.url}/simulator/faults`;
    const response = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(faults) });
    if (!response.ok) throw new Error(`The simulator takes no such faults: ${await response.text()}`);
  }

  /** What the provider was asked for by attempt, as it understood it. */
  async askedFor(): Promise<Map<string, Operation>> {
    const lines = (await readFile(join(this.parts.folder, 'simulator', 'ledger.jsonl'), 'utf8')).trim().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as LedgerRow);
    const operations = rows.flatMap((row) => (row.row === 'accepted' ? [row.operation] : []));
    return new Map(operations.map((operation) => [operation.labels['attempt'] ?? '', operation]));
  }

  /** Paths of whatever lies in the store. */
  async listFiles(): Promise<string[]> {
    const entries = await readdir(join(this.parts.folder, 'store'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  }

  get databaseUrl(): string {
    return this.parts.database.url;
  }

  query<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.parts.database.dataSource.query<T[]>(sql, parameters);
  }

  /** Until nothing is under way for any film, and everything that was said is heard. */
  async settled(): Promise<void> {
    const isQuiet = async (): Promise<boolean> => {
      const counts = ['planner', 'keyframer', 'clipper'].map(
        (stage) =>
          `(SELECT count(*) FROM ${stage}.attempts WHERE finished_at IS NULL) + (SELECT count(*) FROM ${stage}.outbox WHERE sent_at IS NULL)
           + (SELECT count(*) FROM ${stage}.doomed_objects)`,
      );
      const outboxes = ['gateway', 'stitcher'].map(
        (name) => `(SELECT count(*) FROM ${name}.outbox WHERE sent_at IS NULL)`,
      );
      const [row] = await this.query<{ open: number }>(`SELECT (${[...counts, ...outboxes].join(' + ')})::int AS open`);
      return row?.open === 0;
    };
    await waitFor(isQuiet, { what: 'quiet', timeoutMs: 60_000 });
  }
}

const ORDER = { sceneSeconds: 3, resolution: '360p', budgetUsd: '20' };
