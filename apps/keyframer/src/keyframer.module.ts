import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { toGeminiSettings } from '@shared/gemini/gemini-env';
import { toEngineSettings } from '@shared/generation/engine-settings';
import { FilmUnits } from '@shared/generation/film-units';
import { FilmWork } from '@shared/generation/film-work';
import { generationProviders } from '@shared/generation/generation-providers';
import { OperationNotices } from '@shared/generation/operation-notices';
import { fromQuantiles } from '@shared/generation/poll-schedule';
import { StoryboardLibrary } from '@shared/generation/storyboard-library';
import { STAGE_MIGRATIONS } from '@shared/generation/stage-migrations';
import { Outbox } from '@shared/messaging/outbox';
import type { ServiceDefinition, ServiceParts } from '@shared/service/service-definition';
import type { ServiceWiring } from '@shared/service/service-wiring';
import { ServiceModule } from '@shared/service/service.module';
import type { KeyframerConfig } from './config';
import { FilmHandlers } from './keyframes/film-handlers';
import { KeyframeStatements } from './keyframes/keyframe-statements';
import { KeyframeWorkload } from './keyframes/keyframe-workload';
import { GeminiImage } from './providers/gemini-image';

/** How long an image takes until a model's own times are known. */
const EXPECTED = fromQuantiles(12_000, 40_000);

@Module({})
class KeyframerModule {}

export function keyframerService(config: KeyframerConfig): ServiceDefinition {
  const parts: ServiceParts = {
    name: 'keyframer',
    entities: [],
    migrations: STAGE_MIGRATIONS,
    consumes: ['storyboard.approved', 'film.cancel-requested', 'film.deleted', 'operation.notified'],
  };
  const createModule = (wiring: ServiceWiring): DynamicModule => ({
    module: KeyframerModule,
    imports: [ServiceModule.register(parts, wiring)],
    controllers: [FilmHandlers, OperationNotices],
    providers: toProviders(config, wiring),
  });
  return { ...parts, createModule };
}

function toProviders(config: KeyframerConfig, wiring: ServiceWiring): DynamicModule['providers'] {
  const { store, clock } = wiring;
  const model = config.IMAGE_MODEL;
  const settings = toEngineSettings(config, { pool: `gemini/${model}/default`, completionTimes: EXPECTED });
  const provider = new GeminiImage(toGeminiSettings(config), store);
  const library = new StoryboardLibrary(store);
  return [
    {
      provide: FilmUnits,
      inject: [FilmWork, Outbox],
      useFactory: (films: FilmWork, outbox: Outbox) =>
        new FilmUnits({
          kind: 'keyframe',
          inputKind: null,
          gate: null,
          films,
          statements: new KeyframeStatements(outbox),
        }),
    },
    {
      provide: KeyframeWorkload,
      inject: [DataSource, FilmUnits],
      useFactory: (db: DataSource, keyframes: FilmUnits) =>
        new KeyframeWorkload({ db, keyframes, clock, models: { image: model, video: '' }, provider, library }),
    },
    ...generationProviders({
      stage: 'keyframer',
      settings,
      workload: KeyframeWorkload,
      wiring,
      graceMs: Math.max(0, config.SHUTDOWN_GRACE_MS - 1000),
    }),
  ];
}
