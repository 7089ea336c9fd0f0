import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createDataSource, migrate } from '@shared/database/data-source';
import { connectPatiently } from '@shared/database/connect-patiently';
import { EventConsumer } from '@shared/messaging/event-consumer';
import { EventTransport } from '@shared/messaging/event-transport';
import type { Logger } from '@shared/telemetry/logger';
import { NestLogger } from '@shared/telemetry/nest-logger';
import type { ServiceDefinition, ServiceParts } from './service-definition';
import type { ServiceWiring } from './service-wiring';

export interface Service {
  app: NestFastifyApplication;
  /** Handles events and runs loops; listens only when given an address. May be called once. */
  start(address?: { port: number; host?: string }): Promise<void>;
  /** No new events, running turns end, HTTP closes, the database last. The bus belongs to the caller. May be called twice. */
  stop(): Promise<void>;
}

/** One service, without process signals: several may live in one process. */
export async function createService(definition: ServiceDefinition, wiring: ServiceWiring): Promise<Service> {
  const app = await NestFactory.create<NestFastifyApplication>(
    definition.createModule(wiring),
    new FastifyAdapter({ forceCloseConnections: true, ...definition.http }),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest documents a plain object here
    { logger: new NestLogger(wiring.logger), abortOnError: false },
  );
  await definition.configure?.(app, wiring);
  const transport = new EventTransport(wiring.bus, app.get(EventConsumer, { strict: false }));
  app.connectMicroservice({ strategy: transport });
  let stopped: Promise<void> | null = null;
  return {
    app,
    start: (address) => startApp(app, address),
    stop: () => (stopped ??= stopApp(app, transport)),
  };
}

/** Brings the service's schema up to date. */
export async function migrateService(
  { name, migrations }: ServiceParts,
  { databaseUrl, logger }: { databaseUrl: string; logger: Logger },
): Promise<void> {
  const options = { url: databaseUrl, schema: name, migrations, applicationName: `${name} migrate` };
  const dataSource = await connectPatiently(createDataSource(options), logger);
  try {
    await migrate(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function startApp(app: NestFastifyApplication, address?: { port: number; host?: string }): Promise<void> {
  await app.startAllMicroservices();
  if (address === undefined) await app.init();
  else await app.listen(address.port, address.host ?? '127.0.0.1');
}

async function stopApp(app: NestFastifyApplication, transport: EventTransport): Promise<void> {
  await transport.close();
  await app.close();
}
