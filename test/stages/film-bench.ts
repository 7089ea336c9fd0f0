import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clipperConfigSchema } from '../../apps/clipper/src/config';
import { clipperService } from '../../apps/clipper/src/clipper.module';
import { keyframerConfigSchema } from '../../apps/keyframer/src/config';
import { keyframerService } from '../../apps/keyframer/src/keyframer.module';
import { plannerConfigSchema } from '../../apps/planner/src/config';
import { plannerService } from '../../apps/planner/src/planner.module';
import { loadSimulatorConfig } from '../../apps/simulator/src/config';
import type { LedgerRow } from '../../apps/simulator/src/ledger/ledger-row';
import type { LedgerEntry, LedgerView } from '../../apps/simulator/src/ledger/ledger-view';
import type { Operation } from '../../apps/simulator/src/operations/operation';
import { type RunningSimulator, startSimulator } from '../../apps/simulator/src/start-simulator';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import { SystemClock } from '@shared/clock/clock';
import type { EventName, FilmEvent } from '@shared/contracts/events';
import { LocalBus } from '@shared/messaging/local-bus';
import { createService } from '@shared/service/create-service';
import { silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase } from '@shared/testing/test-database';
import { waitFor } from '@shared/testing/wait-for';

const TIME_SCALE = 0.01;
const STAGES = ['planner', 'keyframer', 'clipper'] as const;
type Stage = (typeof STAGES)[number];

const DEFINITIONS = {
  planner: (env: Record<string, string>) => plannerService(plannerConfigSchema.parse(env)),
  keyframer: (env: Record<string, string>) => keyframerService(keyframerConfigSchema.parse(env)),
  clipper: (env: Record<string, string>) => clipperService(clipperConfigSchema.parse(env)),
};

/** The three stages that buy, each with a database of its own, on one bus and one simulator. Each can be stopped and started. */
export class FilmBench {
  private readonly databases = new Map<Stage, Awaited<ReturnType<typeof createTestDatabase>>>();
  private readonly running = new Map<Stage, Awaited<ReturnType<typeof createService>>>();
  private readonly bus = new LocalBus([...STAGES]);

  private constructor(
    private readonly folder: string,
    private readonly simulator: RunningSimulator,
    private readonly env: Record<string, string>,
    readonly store: DirectoryStore,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<FilmBench> {
    const folder = await mkdtemp(join(tmpdir(), 'film-bench-'));
    const simulator = await startSimulator(loadSimulatorConfig(simulatorIn(folder)));
    const store = new DirectoryStore(join(folder, 'store'));
    await store.prepare();
    const bench = new FilmBench(folder, simulator, { ...settings, ...envOf(simulator.url) }, store);
    for (const stage of STAGES) await bench.start(stage);
    return bench;
  }

  async start(stage: Stage): Promise<void> {
    const definition = DEFINITIONS[stage](this.env);
    const migrations = definition.migrations as never;
    const database = this.databases.get(stage) ?? (await createTestDatabase({ schema: stage, migrations }));
    this.databases.set(stage, database);
    const wiring = { bus: this.bus, store: this.store, logger: silentLogger(), clock: new SystemClock() };
    const service = await createService(definition, { ...wiring, timeScale: TIME_SCALE, databaseUrl: database.url });
    this.running.set(stage, service);
    await service.start();
  }

  async stop(stage: Stage): Promise<void> {
    await this.running.get(stage)?.stop();
    this.running.delete(stage);
  }

  /** Resolves when every fact has had its effect; waits for stages that are stopped. */
  async tell(...facts: FilmEvent[]): Promise<void> {
    await this.bus.publish(facts);
  }

  /** Waits for so many statements of this name, and gives all that there are. */
  async said<N extends EventName>(filmId: string, name: N, count = 1): Promise<FilmEvent<N>[]> {
    const isIt = (event: FilmEvent): event is FilmEvent<N> => event.name === name;
    const ask = async () => {
      const found = (await this.statementsOf(filmId)).filter(isIt);
      return found.length >= count ? found : null;
    };
    return waitFor(ask, { what: `${count} ${name} of ${filmId}` });
  }

  /** What the provider was asked for, as it understood it, in order. */
  async askedFor(filmId: string): Promise<Operation[]> {
    const lines = (await readFile(join(this.folder, 'simulator', 'ledger.jsonl'), 'utf8')).trim().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as LedgerRow);
    const operations = rows.flatMap((row) => (row.row === 'accepted' ? [row.operation] : []));
    return operations.filter(({ labels }) => labels['film'] === filmId);
  }

  async ledgerOf(filmId: string): Promise<LedgerEntry[]> {
    const view = (await (await fetch(`${this.simulator.url}/simulator/ledger`)).json()) as LedgerView;
    return view.entries.filter(({ labels }) => labels['film'] === filmId);
  }

  async setFaults(...faults: object[]): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(faults);
    const response = await fetch(`${this.simulator.url}/simulator/faults`, { method: 'PUT', headers, body });
    if (!response.ok) throw new Error(`The simulator takes no such faults: ${await response.text()}`);
  }

  async stopAll(): Promise<void> {
    for (const stage of STAGES) await this.stop(stage);
    await this.bus.stop();
    await this.simulator.close();
    for (const database of this.databases.values()) await database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  // Each stage's in its order.
  private async statementsOf(filmId: string): Promise<FilmEvent[]> {
    const sql = 'SELECT envelope FROM outbox WHERE film_id = $1 ORDER BY id';
    const ofStages = [...this.databases.values()].map(({ dataSource }) =>
      dataSource.query<{ envelope: FilmEvent }[]>(sql, [filmId]),
    );
    return (await Promise.all(ofStages)).flat().map(({ envelope }) => envelope);
  }
}

function simulatorIn(folder: string): Record<string, string> {
  return {
    SIMULATOR_PORT: '0',
    SIMULATOR_DATA: join(folder, 'simulator'),
    SIMULATOR_MEDIA: 'cached',
    SIMULATOR_VIDEO_LATENCY: '20000',
    SIMULATOR_TIME_SCALE: String(TIME_SCALE),
  };
}

// Database, brokers and store come from the bench's own wiring; the schemas only want to see some.
function envOf(simulatorUrl: string): Record<string, string> {
  return {
    DATABASE_URL: 'postgres://wired/by-the-bench',
    KAFKA_BROKERS: 'wired-by-the-bench:9092',
    GEMINI_API_KEY: 'any',
    GEMINI_BASE_URL: simulatorUrl,
    GEMINI_RECALL_URL: `${simulatorUrl}/simulator/recent`,
    TIME_SCALE: String(TIME_SCALE),
  };
}
