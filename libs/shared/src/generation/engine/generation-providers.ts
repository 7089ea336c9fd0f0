import type { InjectionToken, Provider as NestProvider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ServiceName } from '@shared/contracts/events';
import { Doorbell } from '@shared/database/doorbell';
import type { ServiceWiring } from '@shared/service/service-wiring';
import { RightOfWay } from '@shared/lifecycle/right-of-way';
import { Outbox } from '@shared/messaging/outbox';
import { createGenerationWorker } from './create-generation-worker';
import { DoomedObjects } from '../films/doomed-objects';
import type { EngineSettings } from '../pools/engine-settings';
import { FilmWork } from '../films/film-work';
import { GenerationWorker } from '../steps/generation-worker';
import type { Pools } from '../pools/pool';
import type { Workload } from '../attempts/workload';

export interface GenerationOptions {
  stage: ServiceName;
  settings: EngineSettings;
  /** Whom the stage can ask. */
  pools: InjectionToken<Pools>;
  workload: InjectionToken<Workload>;
  wiring: Pick<ServiceWiring, 'databaseUrl' | 'store' | 'logger'>;
  graceMs: number;
}

type WorkerInputs = [DataSource, Doorbell, Outbox, RightOfWay, FilmWork, Workload, Pools];

/** The engine of one stage. The stage provides its workload itself, and finds `FilmWork` beside it. */
export function generationProviders(options: GenerationOptions): NestProvider[] {
  const { settings, graceMs, wiring } = options;
  return [
    {
      provide: FilmWork,
      inject: [Outbox, Doorbell],
      useFactory: (outbox: Outbox, doorbell: Doorbell) => new FilmWork(options.stage, outbox, doorbell),
    },
    {
      provide: DoomedObjects,
      inject: [DataSource, Doorbell],
      useFactory: (db: DataSource, doorbell: Doorbell) => new DoomedObjects({ db, doorbell, ...wiring }),
    },
    {
      provide: GenerationWorker,
      inject: [DataSource, Doorbell, Outbox, RightOfWay, FilmWork, options.workload, options.pools],
      // Nest hands over one after the other.
      useFactory: (...[db, doorbell, outbox, rightOfWay, films, workload, pools]: WorkerInputs) => {
        const parts = { db, doorbell, outbox, rightOfWay, films, workload, pools };
        return createGenerationWorker({ ...parts, settings, graceMs, ...wiring });
      },
    },
  ];
}
