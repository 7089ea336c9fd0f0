import type { InjectionToken, Provider as NestProvider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ServiceName } from '@shared/contracts/events';
import { Doorbell } from '@shared/database/doorbell';
import type { ServiceWiring } from '@shared/service/service-wiring';
import { Outbox } from '@shared/messaging/outbox';
import { Admission } from './admission';
import { AttemptRepository } from './attempt-repository';
import { AttemptSteps } from './attempt-steps';
import type { EngineSettings } from './engine-settings';
import { FilmWork } from './film-work';
import { GenerationWorker } from './generation-worker';
import { type CompletionTimes, learnCompletionTimes } from './poll-schedule';
import { Settlement } from './settlement';
import type { Workload } from './workload';

export interface GenerationOptions {
  stage: ServiceName;
  settings: EngineSettings;
  workload: InjectionToken<Workload>;
  wiring: Pick<ServiceWiring, 'store' | 'logger'>;
  graceMs: number;
}

/** The engine of one stage. The stage provides its workload itself, and finds `FilmWork` beside it. */
export function generationProviders(options: GenerationOptions): NestProvider[] {
  return [
    {
      provide: FilmWork,
      inject: [Outbox, Doorbell],
      useFactory: (outbox: Outbox, doorbell: Doorbell) => new FilmWork(options.stage, outbox, doorbell),
    },
    {
      provide: GenerationWorker,
      inject: [DataSource, Doorbell, Outbox, FilmWork, options.workload],
      useFactory: (db: DataSource, doorbell: Doorbell, outbox: Outbox, films: FilmWork, workload: Workload) =>
        buildWorker({ db, doorbell, outbox, films, workload }, options),
    },
  ];
}

interface Injected {
  db: DataSource;
  doorbell: Doorbell;
  outbox: Outbox;
  films: FilmWork;
  workload: Workload;
}

function buildWorker(
  { db, doorbell, outbox, films, workload }: Injected,
  options: GenerationOptions,
): GenerationWorker {
  const { settings, graceMs } = options;
  const { store, logger } = options.wiring;
  const attempts = new AttemptRepository(db);
  const admission = new Admission(db, attempts, outbox, settings);
  const settlement = new Settlement({ db, attempts, admission, films, outbox, workload, settings });
  const completionTimes = rememberCompletionTimes(attempts, settings);
  const steps = new AttemptSteps({ attempts, settlement, store, workload, settings, completionTimes, logger });
  return new GenerationWorker({ attempts, admission, steps, doorbell, logger, graceMs });
}

const LEARN_AGAIN_AFTER_MS = 1000;

function rememberCompletionTimes(
  attempts: AttemptRepository,
  settings: EngineSettings,
): () => Promise<CompletionTimes> {
  let learned: { times: CompletionTimes; at: number } | null = null;
  return async () => {
    if (learned === null || performance.now() - learned.at > LEARN_AGAIN_AFTER_MS) {
      const times = learnCompletionTimes(await attempts.recentCompletionsMs(settings.pool), settings.completionTimes);
      learned = { times, at: performance.now() };
    }
    return learned.times;
  };
}
