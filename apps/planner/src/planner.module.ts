import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '@shared/database/doorbell';
import type { Network } from '@shared/egress/fetch-public';
import { toEngineSettings, toPoolLimits } from '@shared/generation/pools/engine-settings';
import { FilmWork } from '@shared/generation/films/film-work';
import { generationProviders } from '@shared/generation/engine/generation-providers';
import { OperationNotices } from '@shared/generation/steps/operation-notices';
import { fromQuantiles } from '@shared/generation/providers/poll-schedule';
import { STAGE_MIGRATIONS } from '@shared/generation/tables/stage-migrations';
import { WorkloadByKind } from '@shared/generation/attempts/workload-by-kind';
import { toMediaTools } from '@shared/media/media-env';
import { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { KeyHandlers } from '@shared/keys/key-handlers';
import { Outbox } from '@shared/messaging/outbox';
import type { ServiceDefinition, ServiceParts } from '@shared/service/service-definition';
import type { ServiceWiring } from '@shared/service/service-wiring';
import { ServiceModule } from '@shared/service/service.module';
import { ModelRegistry } from '@shared/vendors/model-registry';
import { provideRegistry } from '@shared/vendors/provide-registry';
import { describeModels } from '@shared/vendors/vendor-env';
import { chooseModels } from '@shared/contracts/models';
import { toDefaultModels } from '@shared/generation/engine/models-env';
import type { PlannerConfig } from './config';
import { GatherImages } from './images/gather-images';
import { ImageTasks1763798400000 } from './migrations/image-tasks';
import { Softenings1763827200000 } from './migrations/softenings';
import { RefusalHandlers, SofteningModel } from './softening/refusal-handlers';
import { SofteningWorkload } from './softening/softening-workload';
import { StoryboardApproval } from './storyboards/approve-storyboard';
import { GivenStoryboards } from './storyboards/given-storyboards';
import { FilmEstimates } from './storyboards/film-estimates';
import { PlannerModels } from './storyboards/planner-models';
import { OrderHandlers } from './storyboards/order-handlers';
import { StoryboardOrders } from './storyboards/storyboard-orders';
import { StoryboardWorkload } from './storyboards/storyboard-workload';

/** How long a storyboard takes until a model's own times are known. */
const EXPECTED = fromQuantiles(8000, 30_000);

@Module({})
class PlannerModule {}

/** `network`: how addresses of users are reached; only specs give another than the internet. */
export function plannerService(config: PlannerConfig, network?: Network): ServiceDefinition {
  const parts: ServiceParts = {
    name: 'planner',
    migrations: [...STAGE_MIGRATIONS, ImageTasks1763798400000, Softenings1763827200000],
    consumes: [
      'film.ordered',
      'film.revised',
      'gate.opened',
      'film.cancel-requested',
      'film.deleted',
      'unit.refused',
      'operation.notified',
      'provider-key.changed',
    ],
  };
  const createModule = (wiring: ServiceWiring): DynamicModule => ({
    module: PlannerModule,
    imports: [ServiceModule.register(parts, wiring)],
    controllers: [OrderHandlers, RefusalHandlers, OperationNotices, KeyHandlers],
    providers: [...toProviders(config, wiring), provideImages(config, wiring, network)],
  });
  return { ...parts, createModule };
}

function toProviders(config: PlannerConfig, wiring: ServiceWiring): Provider[] {
  const { store, clock, logger } = wiring;
  const models = new PlannerModels(chooseModels(undefined, toDefaultModels(config)), describeModels(config));
  const [model] = config.TEXT_MODEL;
  const limits = toPoolLimits(config, EXPECTED);
  return [
    ...provideRegistry({ kind: 'text', env: config, store, logger, limits }),
    {
      provide: StoryboardApproval,
      inject: [Outbox],
      useFactory: (outbox: Outbox) => new StoryboardApproval(outbox, clock, models),
    },
    {
      provide: GivenStoryboards,
      inject: [DataSource, Doorbell, FilmWork, StoryboardApproval],
      useFactory: (db: DataSource, doorbell: Doorbell, films: FilmWork, approval: StoryboardApproval) =>
        new GivenStoryboards({ db, doorbell, films, approval, store, logger }),
    },
    {
      provide: StoryboardOrders,
      inject: [FilmWork, Doorbell, StoryboardApproval, GivenStoryboards],
      useFactory: (films: FilmWork, doorbell: Doorbell, approval: StoryboardApproval, given: GivenStoryboards) =>
        new StoryboardOrders({ films, doorbell, approval, given, estimates: new FilmEstimates(models, clock), models }),
    },
    { provide: SofteningModel, useValue: new SofteningModel(model) },
    {
      provide: WorkloadByKind,
      inject: [DataSource, StoryboardApproval, Outbox, ModelRegistry],
      useFactory: (db: DataSource, approval: StoryboardApproval, outbox: Outbox, registry: ModelRegistry<'text'>) => {
        const softening = new SofteningWorkload({ db, clock, outbox, registry, models: config.TEXT_MODEL });
        const storyboards = new StoryboardWorkload({ db, approval, store, clock, models, registry });
        return new WorkloadByKind(storyboards, { 'keyframe-prompt': softening, 'clip-prompt': softening });
      },
    },
    ...generationProviders({
      stage: 'planner',
      settings: toEngineSettings(config),
      pools: ModelRegistry,
      workload: WorkloadByKind,
      wiring,
      graceMs: Math.max(0, config.SHUTDOWN_GRACE_MS - 1000),
    }),
  ];
}

function provideImages(
  config: PlannerConfig,
  { store, logger, timeScale }: ServiceWiring,
  network?: Network,
): Provider {
  const runner = new FfmpegRunner(toMediaTools(config));
  return {
    provide: GatherImages,
    inject: [DataSource, Doorbell, StoryboardOrders],
    useFactory: (db: DataSource, doorbell: Doorbell, orders: StoryboardOrders) =>
      new GatherImages({ db, doorbell, orders, store, logger, timeScale, runner, network }),
  };
}
