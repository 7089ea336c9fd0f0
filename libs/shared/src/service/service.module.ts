import { type DynamicModule, Module } from '@nestjs/common';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import { Clock } from '@shared/clock/clock';
import { DatabaseModule } from '@shared/database/database.module';
import { MessagingModule } from '@shared/messaging/messaging.module';
import { Logger } from '@shared/telemetry/logger';
import { HealthModule } from './health.module';
import type { ServiceParts } from './service-definition';
import type { ServiceWiring } from './service-wiring';

/** The floor that every service stands on: DataSource, Doorbell, Outbox, EventBus, ArtifactStore, Logger, Clock, health. */
@Module({})
export class ServiceModule {
  static register(parts: ServiceParts, wiring: ServiceWiring): DynamicModule {
    const { name, migrations, consumes } = parts;
    const { bus, logger, clock, store, databaseUrl: url, keepMessagesDays } = wiring;
    const database = DatabaseModule.register({
      url,
      schema: name,
      migrations,
      applicationName: name,
      logger,
    });
    const messaging = MessagingModule.register({
      ...{ service: name, consumes, bus, logger, clock, database },
      ...(keepMessagesDays !== undefined && { keepDays: keepMessagesDays }),
    });
    return {
      module: ServiceModule,
      imports: [database, messaging, HealthModule.register({ database, bus, store })],
      providers: [
        { provide: Logger, useValue: logger },
        { provide: Clock, useValue: clock },
        { provide: ArtifactStore, useValue: store },
      ],
      exports: [database, messaging, Logger, Clock, ArtifactStore],
    };
  }
}
