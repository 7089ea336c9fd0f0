import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { loadSimulatorConfig } from '../../apps/simulator/src/config';
import type { LedgerRow } from '../../apps/simulator/src/ledger/ledger-row';
import type { LedgerEntry, LedgerView } from '../../apps/simulator/src/ledger/ledger-view';
import type { Operation } from '../../apps/simulator/src/operations/operation';
import { type RunningSimulator, startSimulator } from '../../apps/simulator/src/start-simulator';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import { SystemClock } from '@shared/clock/clock';
import type { EventName, FilmEvent } from '@shared/contracts/events';
import { OPEN_STATUSES } from '@shared/generation/attempts/attempt-state';
import { sqlList } from '@shared/database/sql-list';
import { LocalBus } from '@shared/messaging/local-bus';
import { createService } from '@shared/service/create-service';
import type { ServiceDefinition } from '@shared/service/service-definition';
import { silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase } from '@shared/testing/test-database';
import { waitFor } from '@shared/testing/wait-for';

const TIME_SCALE = 0.01;

/** How one stage is made from its environment: its own schema parses it. */
export type DefineStage = (env: Record<string, string>) => ServiceDefinition;

interface Fault {
  match: { kind?: string; operation?: string; promptIncludes?: string };
  fault: string;
  times?: number;
}

interface BenchParts {
  folder: string;
  db: DataSource;
  simulator: RunningSimulator;
  bus: LocalBus;
  store: DirectoryStore;
  stopAll(): Promise<void>;
}

/** One buying stage with a database, a store and a simulator of its own. Films do not get in each other's way. */
export class StageBench {
  readonly store: DirectoryStore;

  private constructor(private readonly parts: BenchParts) {
    this.store = parts.store;
  }

  static async start(define: DefineStage, simulatorEnv: Record<string, string> = {}): Promise<StageBench> {
    const folder = await mkdtemp(join(tmpdir(), 'stage-bench-'));
    const simulator = await startSimulator(loadSimulatorConfig({ ...simulatorIn(folder), ...simulatorEnv }));
    const definition = define(stageEnv(simulator.url));
    const { name, migrations } = definition;
    const database = await createTestDatabase({ schema: name, migrations: migrations as never });
    const store = new DirectoryStore(join(folder, 'store'));
    await store.prepare();
    const bus = new LocalBus([name]);
    const wiring = { bus, store, logger: silentLogger(), clock: new SystemClock(), timeScale: TIME_SCALE };
    const service = await createService(definition, { ...wiring, databaseUrl: database.url });
    await service.start();
    const stopAll = async (): Promise<void> => {
      await service.stop();
      await bus.stop();
      await simulator.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    };
    return new StageBench({ folder, db: database.dataSource, simulator, bus, store, stopAll });
  }

  /** Resolves when every fact has had its effect. */
  async tell(...facts: FilmEvent[]): Promise<void> {
    await this.parts.bus.publish(facts);
  }

  /** What the stage has stated of a film, in order. */
  async statementsOf(filmId: string): Promise<FilmEvent[]> {
    const rows = await this.parts.db.query<{ envelope: FilmEvent }[]>(
      'SELECT envelope FROM outbox WHERE film_id = $1 ORDER BY id',
      [filmId],
    );
    return rows.map(({ envelope }) => envelope);
  }

  /** Waits for so many statements of this name, and gives all that there are. */
  async said<N extends EventName>(filmId: string, name: N, count = 1): Promise<FilmEvent<N>[]> {
    const isIt = (event: FilmEvent): event is FilmEvent<N> => event.name === name;
    const ask = async () => {
      const events = (await this.statementsOf(filmId)).filter(isIt);
      return events.length >= count ? events : null;
    };
    return waitFor(ask, { what: `${count} ${name} of ${filmId}` });
  }

  /** Waits until nothing of the film is left to do: without a new fact, nothing will ever be bought for it again. */
  async settled(filmId: string): Promise<FilmEvent[]> {
    await waitFor(async () => (await this.countOpen(filmId)) === 0, { what: `the end of ${filmId}` });
    return this.statementsOf(filmId);
  }

  /** What the provider has accepted for a film, and what it costs. */
  async ledgerOf(filmId: string): Promise<{ entries: LedgerEntry[]; costMicros: number; posts: number }> {
    const view = (await (await fetch(`${this.parts.simulator.url}/simulator/ledger`)).json()) as LedgerView;
    const units = await this.unitsOf(filmId);
    const entries = view.entries.filter(({ labels }) => units.has(labels['attempt'] ?? ''));
    const posts = entries.reduce((sum, { labels }) => sum + (view.posts[labels['attempt'] ?? ''] ?? 0), 0);
    return { entries, posts, costMicros: entries.reduce((sum, entry) => sum + entry.costMicros, 0) };
  }

  /** What the provider was asked for by unit, as it understood it; of several attempts at a unit, the last. */
  async askedFor(filmId: string): Promise<Map<string, Operation>> {
    const lines = (await readFile(join(simulatorFolder(this.parts.folder), 'ledger.jsonl'), 'utf8')).trim().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as LedgerRow);
    const operations = rows.flatMap((row) => (row.row === 'accepted' ? [row.operation] : []));
    const units = await this.unitsOf(filmId);
    return new Map(
      operations.flatMap((operation) => {
        const unit = units.get(operation.labels['attempt'] ?? '');
        return unit === undefined ? [] : [[unit, operation] as const];
      }),
    );
  }

  async setFaults(...faults: Fault[]): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const url = `${this.parts.simulator.url}/simulator/faults`;
    const response = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(faults) });
    if (!response.ok) throw new Error(`The simulator takes no such faults: ${await response.text()}`);
  }

  // By attempt: not every vendor keeps more of our labels.
  private async unitsOf(filmId: string): Promise<Map<string, string>> {
    const rows = await this.parts.db.query<{ id: string; unit: string }[]>(
      `SELECT id, unit_kind || '-' || unit_n AS unit FROM attempts WHERE film_id = $1`,
      [filmId],
    );
    return new Map(rows.map(({ id, unit }) => [id, unit]));
  }

  /** Faults that have not struck yet: none after a test that meant them all. */
  async unspentFaults(): Promise<unknown[]> {
    return (await (await fetch(`${this.parts.simulator.url}/simulator/faults`)).json()) as unknown[];
  }

  /** Attempts that are under way or will be. */
  async countOpen(filmId?: string): Promise<number> {
    const [row] = await this.parts.db.query<[{ open: number }]>(
      `SELECT count(*)::int AS open FROM attempts
       WHERE status IN ${sqlList(OPEN_STATUSES)} AND film_id = coalesce($1, film_id)`,
      [filmId ?? null],
    );
    return row.open;
  }

  async stop(): Promise<void> {
    await this.parts.stopAll();
  }
}

function simulatorFolder(folder: string): string {
  return join(folder, 'simulator');
}

function simulatorIn(folder: string): Record<string, string> {
  return {
    SIMULATOR_PORT: '0',
    SIMULATOR_DATA: simulatorFolder(folder),
    SIMULATOR_MEDIA: 'cached',
    SIMULATOR_VIDEO_LATENCY: '20000',
    SIMULATOR_TIME_SCALE: String(TIME_SCALE),
  };
}

// Database, brokers and store come from the bench's own wiring; the schema only wants to see some.
function stageEnv(simulatorUrl: string): Record<string, string> {
  return {
    DATABASE_URL: 'postgres://wired/by-the-bench',
    KAFKA_BROKERS: 'wired-by-the-bench:9092',
    GEMINI_API_KEY: 'any',
    GEMINI_BASE_URL: simulatorUrl,
    GEMINI_RECALL_URL: `${simulatorUrl}/simulator/recent`,
    TIME_SCALE: String(TIME_SCALE),
  };
}
