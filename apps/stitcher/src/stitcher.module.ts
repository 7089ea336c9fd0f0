import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { Doorbell } from '@shared/database/doorbell';
import { StoryboardLibrary } from '@shared/artifacts/storyboard-library';
import { toMediaTools } from '@shared/media/media-env';
import { PosterMaker } from '@shared/media/poster-maker';
import { AacEncoders } from '@shared/media/sound/aac-encoders';
import { Outbox } from '@shared/messaging/outbox';
import type { ServiceDefinition, ServiceParts } from '@shared/service/service-definition';
import type { ServiceWiring } from '@shared/service/service-wiring';
import { ServiceModule } from '@shared/service/service.module';
import { AssembleFilm } from './assembly/assemble-film';
import { BoundedRunner } from './assembly/bounded-runner';
import { FilmNews } from './assembly/film-news';
import { Studio } from './assembly/studio';
import type { StitcherSettings } from './config';
import { ClipCollection } from './cuts/clip-collection';
import { CutLeases } from './cuts/cut-leases';
import { CutStatements } from './cuts/cut-statements';
import { CutSteps } from './cuts/cut-steps';
import { CutWorker } from './cuts/cut-worker';
import { CutRepository } from './cuts/cut.repository';
import { FilmHandlers } from './cuts/film-handlers';
import { prepareWorkDir } from './cuts/prepare-work-dir';
import { AssemblyTables1763700000000 } from './migrations/assembly-tables';
import { StitcherTables1763683200000 } from './migrations/stitcher-tables';
import { IllustrationCraft } from './tasks/illustrate-cut';
import { ClipCraft } from './tasks/prepare-clip';
import { SweepCraft } from './tasks/sweep-film';
import { TaskSteps } from './tasks/task-steps';
import { TaskWorker } from './tasks/task-worker';
import { TaskRepository } from './tasks/task.repository';

@Module({})
class StitcherModule {}

/** Turns clips into the cut. Buys nothing. */
export function stitcherService(settings: StitcherSettings): ServiceDefinition {
  const parts: ServiceParts = {
    name: 'stitcher',
    migrations: [StitcherTables1763683200000, AssemblyTables1763700000000],
    consumes: [
      ...(['storyboard.approved', 'clip.ready', 'clip.failed', 'gate.opened'] as const),
      ...(['film.recut-requested', 'film.cancel-requested', 'film.deleted'] as const),
    ],
  };
  const createModule = (wiring: ServiceWiring): DynamicModule => ({
    module: StitcherModule,
    imports: [ServiceModule.register(parts, wiring)],
    controllers: [FilmHandlers],
    providers: toProviders(settings, wiring),
  });
  return { ...parts, createModule };
}

function toProviders(settings: StitcherSettings, { store, logger, databaseUrl }: ServiceWiring): Provider[] {
  const [cuts, tasks] = [new CutRepository(), new TaskRepository()];
  return [
    { provide: CutStatements, inject: [Outbox], useFactory: (outbox: Outbox) => new CutStatements(outbox) },
    {
      provide: ClipCollection,
      inject: [CutStatements, Doorbell],
      useFactory: (statements: CutStatements, doorbell: Doorbell) =>
        new ClipCollection({ cuts, tasks, statements, doorbell }),
    },
    { provide: Studio, useFactory: () => openStudio(settings, store) },
    {
      provide: TaskWorker,
      inject: [DataSource, Doorbell, CutStatements, ClipCollection, Studio],
      useFactory: (
        db: DataSource,
        doorbell: Doorbell,
        statements: CutStatements,
        clips: ClipCollection,
        studio: Studio,
      ) => {
        const crafts = {
          prepare: new ClipCraft(studio),
          illustrate: new IllustrationCraft(studio, statements),
          sweep: new SweepCraft(store),
        };
        const steps = new TaskSteps({ db, tasks, clips, crafts, doorbell, logger });
        const worker = { db, databaseUrl, doorbell, logger };
        return new TaskWorker({ tasks, steps, atOnce: settings.TASKS_AT_ONCE }, worker);
      },
    },
    {
      provide: CutWorker,
      inject: [DataSource, Doorbell, CutStatements, Studio],
      useFactory: (db: DataSource, doorbell: Doorbell, statements: CutStatements, studio: Studio) => {
        const leases = new CutLeases(db);
        const news = new FilmNews(doorbell);
        const assemble = new AssembleFilm({ db, cuts, leases, tasks, statements, studio, news, doorbell });
        const steps = new CutSteps({ db, cuts, leases, statements, tasks, assemble, store, doorbell, logger });
        const worker = { db, databaseUrl, doorbell, logger };
        return new CutWorker({ leases, steps, atOnce: settings.FILMS_AT_ONCE }, worker);
      },
    },
  ];
}

async function openStudio(settings: StitcherSettings, store: ArtifactStore): Promise<Studio> {
  const { WORK_DIR: workDir, DOWNLOADS_AT_ONCE: downloadsAtOnce, FFMPEG_AT_ONCE: atOnce } = settings;
  const runner = new BoundedRunner(toMediaTools(settings), atOnce);
  await prepareWorkDir(runner, workDir);
  const storyboards = new StoryboardLibrary(store);
  const tools = { runner, encoders: new AacEncoders(runner, atOnce), posters: new PosterMaker(runner) };
  return new Studio({ ...tools, store, storyboards, workDir, downloadsAtOnce });
}
