import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { SystemClock } from '@shared/clock/clock';
import { buildEvent, type EventData, type FilmEvent, type ServiceName } from '@shared/contracts/events';
import type { EventBus } from '@shared/messaging/event-bus';
import { createMessagingTables } from '@shared/messaging/messaging-tables';
import { Outbox } from '@shared/messaging/outbox';
import { createService, migrateService, type Service } from '@shared/service/create-service';
import type { ServiceDefinition, ServiceParts } from '@shared/service/service-definition';
import { ServiceModule } from '@shared/service/service.module';
import type { ServiceWiring } from '@shared/service/service-wiring';
import { EffectEvents } from './effect-events';
import { emptyStore } from './empty-store';
import { silentLogger } from './silent-logger';
import { createTestDatabase, type TestDatabase } from './test-database';

class ExampleTables1763683200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createMessagingTables(runner);
    await runner.query('CREATE TABLE effects (id bigserial PRIMARY KEY, film_id text, index integer)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE effects, outbox, inbox, dead_letters');
  }
}

export const EXAMPLE_MIGRATIONS = [ExampleTables1763683200000];
export const EXAMPLE_SERVICES = ['keyframer', 'clipper'] as const satisfies ServiceName[];

@Module({})
class ExampleModule {}

/** A service that does nothing but state, or record the effect of each keyframe that failed. */
export function exampleService(name: ServiceName, controllers: Type[] = []): ServiceDefinition {
  const consumes = controllers.length > 0 ? (['keyframe.failed'] as const) : [];
  const parts: ServiceParts = { name, migrations: EXAMPLE_MIGRATIONS, consumes };
  const createModule = (wiring: ServiceWiring): DynamicModule => ({
    module: ExampleModule,
    imports: [ServiceModule.register(parts, wiring)],
    controllers,
  });
  return { ...parts, createModule };
}

interface Failure {
  index: number;
  message?: string;
}

export interface ExampleServices {
  /** The sender's. */
  bus: EventBus;
  state(filmId: string, failure: Failure): Promise<FilmEvent>;
  /** The same, stated by nobody yet. */
  buildFailure(filmId: string, failure: Failure): FilmEvent;
  effectsOf(filmId: string): Promise<number[]>;
  deadLettersOf(filmId: string): Promise<{ event_id: string; reason: string }[]>;
  /** What the consumer tells of events that it could not take in. */
  setbacksOf(filmId: string): Promise<EventData<'event.set-aside'>[]>;
  answerIn(filmId: string): Promise<FilmEvent | undefined>;
  forget(filmId: string): Promise<void>;
  askForResync(filmId: string): Promise<void>;
  stop(): Promise<void>;
}

/** keyframer states, clipper consumes; both in one fresh database. */
export async function startExampleServices([senderBus, takerBus]: [EventBus, EventBus]): Promise<ExampleServices> {
  const database = await createTestDatabase({ schema: 'keyframer', migrations: EXAMPLE_MIGRATIONS });
  const sender = await startOne(exampleService('keyframer'), senderBus, database);
  const taker = await startOne(exampleService('clipper', [EffectEvents]), takerBus, database);
  const stop = async (): Promise<void> => {
    for (const part of [sender, taker, senderBus, takerBus]) await part.stop();
    await database.drop();
  };
  return { bus: senderBus, stop, ...driveSender(sender, senderBus), ...observeTaker(taker) };
}

async function startOne(definition: ServiceDefinition, bus: EventBus, { url }: TestDatabase): Promise<Service> {
  const logger = silentLogger();
  const wiring = { bus, store: emptyStore(), logger, clock: new SystemClock(), databaseUrl: url, timeScale: 1 };
  await migrateService(definition, wiring);
  await bus.start();
  const service = await createService(definition, wiring);
  await service.start();
  return service;
}

type Driven = Pick<ExampleServices, 'state' | 'buildFailure' | 'askForResync'>;

function driveSender({ app }: Service, bus: EventBus): Driven {
  const outbox = app.get(Outbox, { strict: false });
  const dataSource = app.get(DataSource, { strict: false });
  const tenantId = 'default';
  const stateFailure = (filmId: string, { index, message = 'no reason' }: Failure) => {
    const data = { revision: 1, index, error: { code: 'INTERNAL' as const, message } };
    return { name: 'keyframe.failed', tenantId, filmId, data } as const;
  };
  return {
    state: (filmId, failure) => dataSource.transaction((tx) => outbox.add(tx, stateFailure(filmId, failure))),
    buildFailure: (filmId, failure) =>
      buildEvent({ ...stateFailure(filmId, failure), source: 'keyframer' }, new Date()),
    askForResync: async (filmId) => {
      const data = { requestedAt: new Date().toISOString() };
      const request = { name: 'film.resync-requested', source: 'gateway', tenantId, filmId, data } as const;
      await bus.publish([buildEvent(request, new Date())]);
    },
  };
}

type Observed = Pick<ExampleServices, 'effectsOf' | 'deadLettersOf' | 'setbacksOf' | 'answerIn' | 'forget'>;

function observeTaker({ app }: Service): Observed {
  const dataSource = app.get(DataSource, { strict: false });
  return {
    effectsOf: async (filmId) => {
      const rows = await dataSource.query<{ index: number }[]>(
        'SELECT index FROM effects WHERE film_id = $1 ORDER BY id',
        [filmId],
      );
      return rows.map(({ index }) => index);
    },
    deadLettersOf: (filmId) =>
      dataSource.query('SELECT event_id, reason FROM dead_letters WHERE film_id = $1 ORDER BY id', [filmId]),
    setbacksOf: async (filmId) => {
      const rows = await dataSource.query<{ envelope: FilmEvent<'event.set-aside'> }[]>(
        `SELECT envelope FROM outbox WHERE film_id = $1 AND name = 'event.set-aside' ORDER BY id`,
        [filmId],
      );
      return rows.map(({ envelope }) => envelope.data);
    },
    answerIn: async (filmId) => {
      const [row] = await dataSource.query<{ envelope: FilmEvent }[]>(
        'SELECT envelope FROM outbox WHERE film_id = $1',
        [filmId],
      );
      return row?.envelope;
    },
    forget: async (filmId) => {
      await dataSource.query('DELETE FROM inbox WHERE film_id = $1', [filmId]);
      await dataSource.query('DELETE FROM effects WHERE film_id = $1', [filmId]);
    },
  };
}
