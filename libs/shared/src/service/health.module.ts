import { type DynamicModule, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import { EventBus } from '@shared/messaging/event-bus';
import { HealthController } from './health.controller';

export interface HealthModuleOptions {
  database: DynamicModule;
  bus: EventBus;
  store: ArtifactStore;
}

@Module({})
export class HealthModule {
  static register({ database, bus, store }: HealthModuleOptions): DynamicModule {
    return {
      module: HealthModule,
      imports: [database, TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController],
      providers: [
        { provide: EventBus, useValue: bus },
        { provide: ArtifactStore, useValue: store },
      ],
    };
  }
}
