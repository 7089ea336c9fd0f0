import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';
import type { EventName, ServiceName } from '@shared/contracts/events';
import type { DataSourceOptions } from '@shared/database/data-source';
import type { ServiceWiring } from './service-wiring';

/** What a service is made of. Its schema in Postgres has its name. */
export interface ServiceParts {
  name: ServiceName;
  migrations: DataSourceOptions['migrations'];
  consumes: readonly EventName[];
}

export interface ServiceDefinition extends ServiceParts {
  /** Imports `ServiceModule.register(parts, wiring)`, and is the only place that names concrete adapters. */
  createModule(wiring: ServiceWiring): DynamicModule;
  /** How the HTTP server reads requests; the services without an API leave it alone. */
  http?: FastifyHttpOptions<Server>;
  /** Before the app is initialised: filters, plugins, documents. */
  configure?(app: NestFastifyApplication, wiring: ServiceWiring): void | Promise<void>;
}
