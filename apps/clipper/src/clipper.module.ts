import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { modelsOfToday } from '@shared/generation/engine/models-env';
import { toEngineSettings, toPoolLimits } from '@shared/generation/pools/engine-settings';
import { FilmUnits } from '@shared/generation/films/film-units';
import { FilmWork } from '@shared/generation/films/film-work';
import { generationProviders } from '@shared/generation/engine/generation-providers';
import { OperationNotices } from '@shared/generation/steps/operation-notices';
import { fromQuantiles } from '@shared/generation/providers/poll-schedule';
import { StoryboardLibrary } from '@shared/artifacts/storyboard-library';
import { toMediaTools } from '@shared/media/media-env';
import { ClipChecker } from '@shared/media/clip-checker';
import { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { STAGE_MIGRATIONS } from '@shared/generation/tables/stage-migrations';
import { KeyHandlers } from '@shared/keys/key-handlers';
import { Outbox } from '@shared/messaging/outbox';
import { PromptAnswers } from '@shared/refusals/prompt-answers';
import { RefusalLadder } from '@shared/refusals/refusal-ladder';
import type { ServiceDefinition, ServiceParts } from '@shared/service/service-definition';
import type { ServiceWiring } from '@shared/service/service-wiring';
import { ServiceModule } from '@shared/service/service.module';
import { ModelRegistry } from '@shared/vendors/model-registry';
import { provideRegistry } from '@shared/vendors/provide-registry';
import type { ClipperConfig } from './config';
import { FilmHandlers } from './clips/film-handlers';
import { ClipStatements } from './clips/clip-statements';
import { ClipWorkload } from './clips/clip-workload';
import { findRedrawable } from './redraws/find-redrawable';
import { RedrawAnswers } from './redraws/redraw-answers';

/** How long a clip takes until a model's own times are known. */
const EXPECTED = fromQuantiles(35_000, 300_000);

@Module({})
class ClipperModule {}

export function clipperService(config: ClipperConfig): ServiceDefinition {
  const parts: ServiceParts = {
    name: 'clipper',
    migrations: STAGE_MIGRATIONS,
    consumes: [
      'storyboard.approved',
      'keyframe.ready',
      'keyframe.failed',
      'prompt.softened',
      'prompt.kept',
      'keyframe.redrawn',
      'keyframe.kept',
      'gate.opened',
      'film.cancel-requested',
      'film.deleted',
      'operation.notified',
      'provider-key.changed',
    ],
  };
  const createModule = (wiring: ServiceWiring): DynamicModule => ({
    module: ClipperModule,
    imports: [ServiceModule.register(parts, wiring)],
    controllers: [FilmHandlers, PromptAnswers, RedrawAnswers, OperationNotices, KeyHandlers],
    providers: toProviders(config, wiring),
  });
  return { ...parts, createModule };
}

function toProviders(config: ClipperConfig, wiring: ServiceWiring): DynamicModule['providers'] {
  const { store, clock, logger } = wiring;
  const models = modelsOfToday({ video: config.VIDEO_MODEL });
  const limits = toPoolLimits(config, EXPECTED);
  const checker = new ClipChecker(new FfmpegRunner(toMediaTools(config)));
  const library = new StoryboardLibrary(store);
  return [
    ...provideRegistry({ kind: 'video', env: config, store, logger, limits }),
    {
      provide: FilmUnits,
      inject: [FilmWork, Outbox],
      useFactory: (films: FilmWork, outbox: Outbox) =>
        new FilmUnits({
          kind: 'clip',
          inputKind: 'keyframe',
          gate: 'keyframes',
          films,
          statements: new ClipStatements(outbox),
        }),
    },
    {
      provide: RefusalLadder,
      inject: [FilmWork, FilmUnits, Outbox],
      useFactory: (films: FilmWork, units: FilmUnits, outbox: Outbox) =>
        new RefusalLadder({ kind: 'clip', films, units, outbox, findRedrawable }),
    },
    {
      provide: ClipWorkload,
      inject: [DataSource, FilmUnits, RefusalLadder, ModelRegistry],
      useFactory: (db: DataSource, clips: FilmUnits, ladder: RefusalLadder, registry: ModelRegistry<'video'>) =>
        new ClipWorkload({ db, clips, ladder, store, clock, models, registry, library, checker }),
    },
    ...generationProviders({
      stage: 'clipper',
      settings: toEngineSettings(config),
      pools: ModelRegistry,
      workload: ClipWorkload,
      wiring,
      graceMs: Math.max(0, config.SHUTDOWN_GRACE_MS - 1000),
    }),
  ];
}
