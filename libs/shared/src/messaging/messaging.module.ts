import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Clock } from '@shared/clock/clock';
import type { EventName, ServiceName } from '@shared/contracts/events';
import { Doorbell } from '@shared/database/doorbell';
import { RightOfWay } from '@shared/lifecycle/right-of-way';
import type { Logger } from '@shared/telemetry/logger';
import { EventBus } from './event-bus';
import { EventConsumer } from './event-consumer';
import { Outbox } from './outbox';
import { OutboxRelay } from './outbox-relay';
import { PruneMessages } from './prune-messages';

export interface MessagingModuleOptions {
  service: ServiceName;
  consumes: readonly EventName[];
  bus: EventBus;
  logger: Logger;
  clock: Clock;
  /** Default 7; see `KEEP_MESSAGES_DAYS`. */
  keepDays?: number;
  /** What `DatabaseModule.register` gave. */
  database: DynamicModule;
}

/** Outbox, relay and consumer of one service. */
@Module({})
export class MessagingModule {
  static register(options: MessagingModuleOptions): DynamicModule {
    return {
      module: MessagingModule,
      imports: [options.database],
      providers: toProviders(options),
      exports: [EventBus, Outbox, RightOfWay, OutboxRelay, EventConsumer],
    };
  }
}

function toProviders({ service, consumes, bus, logger, clock, keepDays = 7 }: MessagingModuleOptions): Provider[] {
  return [
    { provide: EventBus, useValue: bus },
    {
      provide: Outbox,
      inject: [Doorbell],
      useFactory: (doorbell: Doorbell) => new Outbox({ service, clock, doorbell }),
    },
    { provide: RightOfWay, useValue: new RightOfWay() },
    {
      provide: OutboxRelay,
      inject: [DataSource, Doorbell, RightOfWay],
      useFactory: (dataSource: DataSource, doorbell: Doorbell, rightOfWay: RightOfWay) =>
        new OutboxRelay({ dataSource, doorbell, rightOfWay, bus, logger }),
    },
    {
      provide: PruneMessages,
      inject: [DataSource],
      useFactory: (dataSource: DataSource) => new PruneMessages({ dataSource, logger, keepDays }),
    },
    {
      provide: EventConsumer,
      inject: [DataSource, Outbox],
      useFactory: (dataSource: DataSource, outbox: Outbox) =>
        new EventConsumer({ service, consumes, dataSource, outbox, bus, logger }),
    },
  ];
}
