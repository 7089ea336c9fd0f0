import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import { Clock } from '@shared/clock/clock';
import { Outbox } from '@shared/messaging/outbox';
import type { ServiceParts } from '@shared/service/service-definition';
import type { ServiceWiring } from '@shared/service/service-wiring';
import { ServiceModule } from '@shared/service/service.module';
import { Logger } from '@shared/telemetry/logger';
import { BuildManifest } from './cuts/build-manifest';
import { CutController } from './cuts/cut.controller';
import { RecutFilm } from './cuts/recut-film';
import { StreamFilm } from './cuts/stream-film';
import { StreamController } from './cuts/stream.controller';
import { DownloadsController } from './downloads/downloads.controller';
import { FindArtifact } from './downloads/find-artifact';
import { SendArtifact } from './downloads/send-artifact';
import { CancelFilm } from './films/cancel-film';
import { ApproveFilm } from './revisions/approve-film';
import { ChangeOnce } from './revisions/change-once';
import { FindTake } from './revisions/find-take';
import { ForkFilm } from './revisions/fork-film';
import { ListTakes } from './revisions/list-takes';
import { LoadFilmNow } from './revisions/load-film-now';
import { PlanRevision } from './revisions/plan-revision';
import { ReviseFilm } from './revisions/revise-film';
import { RevisionsController } from './revisions/revisions.controller';
import { StoryboardController } from './revisions/storyboard.controller';
import { DeleteFilm } from './films/delete-film';
import { FilmRepository } from './films/film.repository';
import { ForgetDeletedFilms } from './films/forget-deleted-films';
import { GiveUpFilm, GiveUpRule } from './films/give-up-film';
import { FilmsController } from './films/films.controller';
import { HearFacts } from './films/hear-facts';
import { ListFilms } from './films/list-films';
import { OrderFilm } from './films/order-film';
import { QuoteFilm } from './films/quote-film';
import { OrdersController } from './films/orders.controller';
import { ResyncSilentFilms } from './films/resync-silent-films';
import { AllowedMethods } from './http/allowed-methods';
import { ProblemFilter } from './http/problem-filter';
import { ValidationPipe } from './http/validation-pipe';
import { webhookControllers, webhookProviders } from './provider-webhooks/webhook-providers';
import type { WebhookSettings } from './provider-webhooks/webhook-settings';
import { provideKeys } from '@shared/keys/provide-keys';
import { KeepKeys } from './provider-keys/keep-keys';
import { KeySettings } from './provider-keys/key-settings';
import { ProviderKeysController } from './provider-keys/provider-keys.controller';
import { FilmModels } from './models/film-models';
import { HearPools } from './models/hear-pools';
import { ListModels } from './models/list-models';
import { ModelsController } from './models/models.controller';
import { WarnOfModels } from './models/warn-of-models';
import { ModelSettings } from './models/model-settings';
import { KeepMusic } from './music/keep-music';
import { MusicController } from './music/music.controller';
import { CollectUploads } from './references/collect-uploads';
import { FindUploads } from './references/find-uploads';
import { KeepReference } from './references/keep-reference';
import { ReferencesController } from './references/references.controller';
import { EventsController } from './streams/events.controller';
import { FilmFeeds } from './streams/film-feeds';
import { FollowFilm } from './streams/follow-film';
import { ListEvents } from './streams/list-events';

export interface GatewaySettings {
  /** Before the time scale. */
  resyncAfterMs: number;
  giveUpAfterResyncs: number;
  keepUploadsDays: number;
  models: ModelSettings;
  keys: KeySettings;
  /** Null where webhooks are off. */
  webhooks: WebhookSettings | null;
}

export interface GatewayOptions {
  wiring: ServiceWiring;
  settings: GatewaySettings;
}

@Module({})
export class GatewayModule {
  static register(parts: ServiceParts, { wiring, settings }: GatewayOptions): DynamicModule {
    return {
      module: GatewayModule,
      imports: [ServiceModule.register(parts, wiring)],
      controllers: [
        ...[OrdersController, FilmsController, DownloadsController, EventsController, HearFacts, HearPools, GiveUpFilm],
        ...[RevisionsController, StoryboardController, CutController, StreamController, MusicController],
        ...[ReferencesController, ProviderKeysController, ModelsController],
        ...webhookControllers(settings.webhooks),
      ],
      providers: [
        ...[FilmRepository, OrderFilm, QuoteFilm, ListFilms, CancelFilm, DeleteFilm, ForgetDeletedFilms],
        ...[LoadFilmNow, PlanRevision, ReviseFilm, ForkFilm, ApproveFilm, ListTakes, FindTake, ChangeOnce],
        ...[RecutFilm, BuildManifest, StreamFilm, KeepMusic, KeepReference, FindUploads],
        ...[FindArtifact, SendArtifact, FilmFeeds, FollowFilm, ListEvents, AllowedMethods],
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: ValidationPipe },
        ...webhookProviders(settings.webhooks),
        { provide: GiveUpRule, useValue: new GiveUpRule(settings.giveUpAfterResyncs) },
        provideUploadCollector(settings.keepUploadsDays),
        { provide: ModelSettings, useValue: settings.models },
        { provide: KeySettings, useValue: settings.keys },
        ...provideKeys(settings.keys.master, wiring.logger),
        KeepKeys,
        ...[FilmModels, ListModels, WarnOfModels],
        provideResync(Math.max(1_000, settings.resyncAfterMs * wiring.timeScale)),
      ],
    };
  }
}

function provideUploadCollector(keepDays: number): Provider {
  return {
    provide: CollectUploads,
    inject: [DataSource, ArtifactStore, Logger],
    useFactory: (dataSource: DataSource, store: ArtifactStore, logger: Logger) =>
      new CollectUploads({ dataSource, store, logger, keepDays }),
  };
}

function provideResync(resyncAfterMs: number): Provider {
  return {
    provide: ResyncSilentFilms,
    inject: [DataSource, Outbox, Clock, Logger],
    useFactory: (dataSource: DataSource, outbox: Outbox, clock: Clock, logger: Logger) =>
      new ResyncSilentFilms({ dataSource, outbox, clock, logger, resyncAfterMs }),
  };
}
