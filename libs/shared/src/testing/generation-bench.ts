import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource, EntityManager } from 'typeorm';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import { SystemClock } from '@shared/clock/clock';
import type { FilmEvent } from '@shared/contracts/events';
import { newId } from '@shared/contracts/ids';
import type { Micros } from '@shared/contracts/money';
import { Doorbell } from '@shared/database/doorbell';
import type { ErrorFacts } from '@shared/errors/app-error';
import { openAllotment } from '@shared/generation/films/allotment';
import type { Attempt } from '@shared/generation/attempts/attempt';
import { createGenerationWorker } from '@shared/generation/engine/create-generation-worker';
import type { EngineSettings } from '@shared/generation/pools/engine-settings';
import { FilmWork } from '@shared/generation/films/film-work';
import type { GenerationWorker } from '@shared/generation/steps/generation-worker';
import { type Pool, Pools } from '@shared/generation/pools/pool';
import { STAGE_MIGRATIONS } from '@shared/generation/tables/stage-migrations';
import { addUnits } from '@shared/generation/films/units';
import { type Prepared, Workload } from '@shared/generation/attempts/workload';
import { RightOfWay } from '@shared/lifecycle/right-of-way';
import { Outbox } from '@shared/messaging/outbox';
import { ScriptedProvider } from './scripted-provider';
import { silentLogger } from './silent-logger';
import { createTestDatabase } from './test-database';

class ScriptedWorkload extends Workload {
  readonly kind = 'clip';
  readonly accepted: string[] = [];
  readonly stored: string[] = [];
  readonly failed: ErrorFacts[] = [];
  onCheck: (call: number) => void = () => undefined;
  private checks = 0;

  /** By which models a unit may be made. */
  models = ['model'];
  priceOf: (model: string) => Micros = () => 100;

  async listModels(): Promise<readonly string[]> {
    return this.models;
  }

  async prepare(_attempt: Attempt, model: string): Promise<Prepared> {
    return { request: { prompt: 'a clip', model }, priceMicros: this.priceOf(model) };
  }

  artifactKey(attempt: Attempt): string {
    return `t/${attempt.id}`;
  }

  override onAccepted(attempt: Attempt): void {
    this.accepted.push(attempt.id);
  }

  async check(): Promise<unknown> {
    this.onCheck(++this.checks);
    return {};
  }

  async onStored(_tx: EntityManager, attempt: Attempt): Promise<void> {
    this.stored.push(attempt.id);
  }

  async onFailed(_tx: EntityManager, _attempt: Attempt, error: ErrorFacts): Promise<void> {
    this.failed.push(error);
  }
}

type PoolLimits = Pick<Pool, 'maxInFlight' | 'maxPerMinute' | 'submitGapMs'>;

export type BenchSettings = Partial<EngineSettings & PoolLimits>;

const LIMITS: PoolLimits = { maxInFlight: 10, maxPerMinute: 10_000, submitGapMs: 0 };

const QUICK: EngineSettings = {
  maxAttempts: 3,
  retryBaseMs: 5,
  operationTimeoutMs: 60_000,
  outagePatienceMs: 60_000,
  quotaPatienceMs: 60_000,
  resultKeptMs: 600_000,
  unknownTimeoutMs: 60_000,
  unknownPolicy: 'fail',
  circuitFailures: 1000,
  circuitPauseMs: 50,
  pollPoints: 22,
  pollMaxGapMs: 10,
  requestTimeoutMs: 5000,
  resultTimeoutMs: 5000,
  resultStallMs: 2000,
  maxResultBytes: 1000,
  webhooks: null,
};

const PLAIN = { causedBy: null, unitId: null, take: 1, recipe: null, inputHash: null };

class ScriptedPools extends Pools {
  constructor(readonly pools: Pool[]) {
    super();
  }

  all(): readonly Pool[] {
    return this.pools;
  }

  findWhyNot(model: string): string | null {
    return this.of(model).length > 0 ? null : `nobody here knows ${model}`;
  }
}

/** `vendor/model/credential` */
export function toPool(name: string, provider: ScriptedProvider, limits: PoolLimits): Pool {
  const [vendor = '', model = ''] = name.split('/');
  const { maxInFlight, maxPerMinute, submitGapMs } = limits;
  const completionTimes = { medianMs: 5, sigma: 0.1 };
  return { name, vendor, model, provider, maxInFlight, maxPerMinute, submitGapMs, completionTimes, successors: [] };
}

export type GenerationBench = Awaited<ReturnType<typeof setUpGeneration>>;

/** One stage with a scripted vendor on a database of its own. Workers are started by the test. */
export async function setUpGeneration(changes: BenchSettings = {}) {
  const settings = { ...LIMITS, ...QUICK, ...changes };
  const database = await createTestDatabase({ schema: 'stage', migrations: STAGE_MIGRATIONS });
  const db = database.dataSource;
  const directory = await mkdtemp(join(tmpdir(), 'generation-bench-'));
  const logger = silentLogger();
  const doorbell = new Doorbell({ url: database.url, schema: 'stage', applicationName: 'test', logger });
  await doorbell.start();
  const outbox = new Outbox({ service: 'clipper', clock: new SystemClock(), doorbell });
  const films = new FilmWork('clipper', outbox, doorbell);
  const provider = new ScriptedProvider();
  const workload = new ScriptedWorkload();
  const pools = new ScriptedPools([toPool('scripted/model/default', provider, settings)]);
  const store = new DirectoryStore(directory);
  await store.prepare();
  const workers: GenerationWorker[] = [];
  const film = { filmId: newId('film'), tenantId: 'tenant', revision: 1 };

  const startWorker = (): GenerationWorker => {
    const { url: databaseUrl } = database;
    const stage = { db, databaseUrl, doorbell, outbox, rightOfWay: new RightOfWay(), films, workload, pools, store };
    const worker = createGenerationWorker({ ...stage, logger, settings, graceMs: 200 });
    workers.push(worker);
    worker.start();
    return worker;
  };
  const order = async (units: number, limitMicros = 1_000_000): Promise<void> => {
    const ns = Array.from({ length: units }, (_, i) => i + 1);
    await db.transaction(async (tx) => {
      await openAllotment(tx, film.filmId, 1, limitMicros);
      await addUnits(tx, film, 'clip', ns);
      for (const n of ns) await films.takeUp(tx, { ...film, ...PLAIN, unit: { kind: 'clip', n } });
    });
  };
  const tearDown = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await doorbell.stop();
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  };
  const parts = { db, outbox, films, film, provider, workload, pools, settings, store };
  return { ...parts, startWorker, order, events: eventsIn(db), tearDown };
}

function eventsIn(db: DataSource) {
  return async (name: FilmEvent['name']): Promise<FilmEvent[]> => {
    const rows = await db.query<{ envelope: FilmEvent }[]>('SELECT envelope FROM outbox WHERE name = $1 ORDER BY id', [
      name,
    ]);
    return rows.map(({ envelope }) => envelope);
  };
}
