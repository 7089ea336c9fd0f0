import { type DynamicModule, Module } from '@nestjs/common';
import { SystemClock } from '@shared/clock/clock';
import { Doorbell } from '@shared/database/doorbell';
import { FilmWork } from '@shared/generation/films/film-work';
import { STAGE_MIGRATIONS } from '@shared/generation/tables/stage-migrations';
import { KeyHandlers } from '@shared/keys/key-handlers';
import { provideKeys } from '@shared/keys/provide-keys';
import { ProviderKeys } from '@shared/keys/provider-keys';
import type { LocalBus } from '@shared/messaging/local-bus';
import { Outbox } from '@shared/messaging/outbox';
import { createService, type Service } from '@shared/service/create-service';
import { ServiceModule } from '@shared/service/service.module';
import { emptyStore } from '@shared/testing/empty-store';
import { recordingLogger } from '@shared/testing/silent-logger';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';

@Module({})
class StageModule {}

/** A stage that does nothing but hold keys, in a database of its own. */
export async function prepareKeyStage(bus: LocalBus) {
  const migrations = STAGE_MIGRATIONS;
  const database: TestDatabase = await createTestDatabase({ schema: 'clipper', migrations });
  const { logger, lines } = recordingLogger();
  const parts = { name: 'clipper' as const, migrations, consumes: ['provider-key.changed'] as const };
  const wiring = {
    bus,
    store: emptyStore(),
    logger,
    clock: new SystemClock(),
    databaseUrl: database.url,
    timeScale: 1,
  };
  const running: Service[] = [];
  const stop = async (): Promise<void> => {
    await running.pop()?.stop();
    await database.drop();
  };
  /** Ends the one that runs. */
  const start = async (masterKey: string): Promise<ProviderKeys> => {
    const createModule = (): DynamicModule => ({
      module: StageModule,
      imports: [ServiceModule.register(parts, wiring)],
      controllers: [KeyHandlers],
      providers: [
        ...provideKeys({ MASTER_KEY: masterKey }, logger),
        {
          provide: FilmWork,
          inject: [Outbox, Doorbell],
          useFactory: (outbox: Outbox, doorbell: Doorbell) => new FilmWork('clipper', outbox, doorbell),
        },
      ],
    });
    await running.pop()?.stop();
    const service = await createService({ ...parts, createModule }, wiring);
    running.push(service);
    await service.start({ port: 0 });
    return service.app.get(ProviderKeys);
  };
  return { database, lines, start, stop };
}
