import { type DynamicModule, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { connectPatiently } from './connect-patiently';
import { createDataSource, type DataSourceOptions } from './data-source';
import { Doorbell } from './doorbell';
import type { Logger } from '@shared/telemetry/logger';

export interface DatabaseModuleOptions extends DataSourceOptions {
  logger: Logger;
}

/** DataSource and Doorbell of one service, open for as long as anything in the app may use them. */
@Module({})
export class DatabaseModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly dataSource: DataSource,
    private readonly doorbell: Doorbell,
  ) {}

  static register(options: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        { provide: DataSource, useFactory: () => connectPatiently(createDataSource(options), options.logger) },
        { provide: Doorbell, useFactory: () => new Doorbell(options) },
      ],
      exports: [DataSource, Doorbell],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.doorbell.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.doorbell.stop();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
