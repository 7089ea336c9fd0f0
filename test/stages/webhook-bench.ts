import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { clipperConfigSchema } from '../../apps/clipper/src/config';
import { clipperService } from '../../apps/clipper/src/clipper.module';
import { gatewayConfigSchema, toGatewaySettings } from '../../apps/gateway/src/config';
import { gatewayService } from '../../apps/gateway/src/gateway-service';
import { loadSimulatorConfig } from '../../apps/simulator/src/config';
import type { LedgerView } from '../../apps/simulator/src/ledger/ledger-view';
import { startSimulator } from '../../apps/simulator/src/start-simulator';
import type { Delivery } from '../../apps/simulator/src/webhooks/webhook-sender';
import { findFreePort } from '../../apps/standalone/src/embedded-postgres/free-port';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import { SystemClock } from '@shared/clock/clock';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { LocalBus } from '@shared/messaging/local-bus';
import { createService, migrateService } from '@shared/service/create-service';
import { silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase } from '@shared/testing/test-database';
import { aFilm, storeStoryboard } from './film-facts';

const SECRET = 'a-secret-of-this-bench-alone';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export interface AttemptState {
  id: string;
  status: string;
  operation_id: string | null;
}

/** Gateway and clipper on one bus, with a simulator that calls the gateway over real HTTP. */
export class WebhookBench {
  private constructor(
    private readonly parts: {
      db: DataSource;
      bus: LocalBus;
      store: DirectoryStore;
      image: ArtifactRef;
      apiUrl: string;
      simulatorUrl: string;
      stopAll: () => Promise<void>;
    },
  ) {}

  /** At a time scale of 10 the stage itself would first ask after a minute. */
  static async start({ timeScale }: { timeScale: number }): Promise<WebhookBench> {
    const folder = await mkdtemp(join(tmpdir(), 'webhook-bench-'));
    const simulator = await startSimulator(loadSimulatorConfig(simulatorEnv(folder)));
    const port = await findFreePort();
    const env = { ...stageEnv(simulator.url, `http://127.0.0.1:${port}`), TIME_SCALE: String(timeScale) };
    const gateway = gatewayService(toGatewaySettings(gatewayConfigSchema.parse(env)));
    const clipper = clipperService(clipperConfigSchema.parse(env));
    const database = await createTestDatabase({ schema: 'clipper', migrations: clipper.migrations as never });
    const store = new DirectoryStore(join(folder, 'store'));
    await store.prepare();
    const bus = new LocalBus(['gateway', 'clipper']);
    const { url: databaseUrl } = database;
    const wiring = { bus, store, logger: silentLogger(), clock: new SystemClock(), timeScale, databaseUrl };
    await migrateService(gateway, wiring);
    const services = [await createService(gateway, wiring), await createService(clipper, wiring)];
    await services[0]?.start({ port });
    await services[1]?.start();
    const image = await store.put('keyframes/any.png', PNG, { mediaType: 'image/png' });
    const stopAll = async () => {
      for (const service of services) await service.stop();
      await bus.stop();
      await simulator.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    };
    const apiUrl = `http://127.0.0.1:${port}`;
    const { dataSource: db } = database;
    return new WebhookBench({ db, bus, store, image, apiUrl, simulatorUrl: simulator.url, stopAll });
  }

  /** Orders a film of one clip and hands the clipper all that it needs for it. */
  async orderClip(): Promise<string> {
    const { apiUrl, bus, store, image } = this.parts;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ prompt: 'a lighthouse', scenes: 1 });
    const { id } = (await (await fetch(`${apiUrl}/v1/films`, { method: 'POST', headers, body })).json()) as {
      id: string;
    };
    const film = aFilm(id);
    const approved = film.approved(await storeStoryboard(store, ['cut']));
    await bus.publish([approved, film.keyframeReady(0, image), film.keyframeReady(1, image)]);
    return id;
  }

  async attemptOf(filmId: string): Promise<AttemptState | null> {
    const [row] = await this.parts.db.query<AttemptState[]>(
      'SELECT id, status, operation_id FROM clipper.attempts WHERE film_id = $1',
      [filmId],
    );
    return row ?? null;
  }

  /** Those that the clipper hears. */
  async countNotices(filmId: string): Promise<number> {
    const [row] = await this.parts.db.query<[{ count: number }]>(
      `SELECT count(*)::int FROM gateway.outbox
       WHERE film_id = $1 AND name = 'operation.notified' AND envelope #>> '{data,addressee}' = 'clipper'`,
      [filmId],
    );
    return row.count;
  }

  async ledger(): Promise<LedgerView> {
    return this.ask('ledger');
  }

  async deliveriesOf(attemptId: string): Promise<Delivery[]> {
    const { deliveries } = await this.ask<{ deliveries: Delivery[] }>('webhooks');
    return deliveries.filter(({ attempt }) => attempt === attemptId);
  }

  async setFaults(...faults: object[]): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.parts.simulatorUrl}/simulator/faults`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(faults),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  stop(): Promise<void> {
    return this.parts.stopAll();
  }

  private async ask<T>(what: string): Promise<T> {
    return (await (await fetch(`${this.parts.simulatorUrl}/simulator/${what}`)).json()) as T;
  }
}

// Nothing but webhooks: no list tells of a lost submit.
function simulatorEnv(folder: string): Record<string, string> {
  return {
    SIMULATOR_PORT: '0',
    SIMULATOR_DATA: join(folder, 'simulator'),
    SIMULATOR_MEDIA: 'cached',
    SIMULATOR_VIDEO_LATENCY: '100',
    SIMULATOR_FILE_LATENCY: '0',
    SIMULATOR_OFFERS: 'webhooks',
  };
}

function stageEnv(simulatorUrl: string, webhookUrl: string): Record<string, string> {
  return {
    DATABASE_URL: 'postgres://wired/by-the-bench',
    KAFKA_BROKERS: 'wired-by-the-bench:9092',
    GEMINI_API_KEY: 'any',
    GEMINI_BASE_URL: simulatorUrl,
    PROVIDER_MAX_PER_MINUTE: '6000',
    WEBHOOK_URL: webhookUrl,
    WEBHOOK_SECRET: SECRET,
  };
}
