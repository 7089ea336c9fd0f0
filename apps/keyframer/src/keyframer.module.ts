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
import { STAGE_MIGRATIONS } from '@shared/generation/tables/stage-migrations';
import { WorkloadByKind } from '@shared/generation/attempts/workload-by-kind';
import { KeyHandlers } from '@shared/keys/key-handlers';
import { Outbox } from '@shared/messaging/outbox';
import { PromptAnswers } from '@shared/refusals/prompt-answers';
import { RefusalLadder } from '@shared/refusals/refusal-ladder';
import type { ServiceDefinition, ServiceParts } from '@shared/service/service-definition';
import type { ServiceWiring } from '@shared/service/service-wiring';
import { ServiceModule } from '@shared/service/service.module';
import { ModelRegistry } from '@shared/vendors/model-registry';
import { provideRegistry } from '@shared/vendors/provide-registry';
import type { KeyframerConfig } from './config';
import { FilmHandlers } from './keyframes/film-handlers';
import { KeyframeStatements } from './keyframes/keyframe-statements';
import { KeyframeWorkload } from './keyframes/keyframe-workload';
import { RedrawHandlers } from './redraws/redraw-handlers';
import { RedrawWorkload } from './redraws/redraw-workload';

/** How long an image takes until a model's own times are known. */
const EXPECTED = fromQuantiles(12_000, 40_000);

@Module({})
class KeyframerModule {}

export function keyframerService(config: KeyframerConfig): ServiceDefinition {
  const parts: ServiceParts = {
    name: 'keyframer',
    migrations: STAGE_MIGRATIONS,
    consumes: [
      'storyboard.approved',
      'unit.refused',
      'prompt.softened',
      'prompt.kept',
      'film.cancel-requested',
      'film.deleted',
      'operation.notified',
      'provider-key.changed',
    ],
  };
  const createModule = (wiring: ServiceWiring): DynamicModule => ({
    module: KeyframerModule,
    imports: [ServiceModule.register(parts, wiring)],
    controllers: [FilmHandlers, RedrawHandlers, PromptAnswers, OperationNotices, KeyHandlers],
    providers: toProviders(config, wiring),
  });
  return { ...parts, createModule };
}

type WorkloadInputs = [DataSource, FilmUnits, RefusalLadder, Outbox, ModelRegistry<'image'>];

function toProviders(config: KeyframerConfig, wiring: ServiceWiring): DynamicModule['providers'] {
  const { store, clock, logger } = wiring;
  const models = modelsOfToday({ image: config.IMAGE_MODEL });
  const limits = toPoolLimits(config, EXPECTED);
  const library = new StoryboardLibrary(store);
  return [
    ...provideRegistry({ kind: 'image', env: config, store, logger, limits }),
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
      provide: RefusalLadder,
      inject: [FilmWork, FilmUnits, Outbox],
      useFactory: (films: FilmWork, units: FilmUnits, outbox: Outbox) =>
        new RefusalLadder({ kind: 'keyframe', films, units, outbox, findRedrawable: async () => null }),
    },
    {
      provide: WorkloadByKind,
      inject: [DataSource, FilmUnits, RefusalLadder, Outbox, ModelRegistry],
      useFactory: (...[db, units, ladder, outbox, registry]: WorkloadInputs) => {
        const parts = { db, keyframes: units, ladder, store, clock, models, registry, library };
        const keyframes = new KeyframeWorkload(parts);
        return new WorkloadByKind(keyframes, { 'redrawn-keyframe': new RedrawWorkload({ keyframes, outbox }) });
      },
    },
    ...generationProviders({
      stage: 'keyframer',
      settings: toEngineSettings(config),
      pools: ModelRegistry,
      workload: WorkloadByKind,
      wiring,
      graceMs: Math.max(0, config.SHUTDOWN_GRACE_MS - 1000),
    }),
  ];
}
