import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Doorbell } from '@shared/database/doorbell';
import { toMediaTools } from '@shared/media/media-env';
import { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { Outbox } from '@shared/messaging/outbox';
import type { ServiceDefinition, ServiceParts } from '@shared/service/service-definition';
import type { ServiceWiring } from '@shared/service/service-wiring';
import { ServiceModule } from '@shared/service/service.module';
import type { StitcherSettings } from './config';
import { ClipCollection } from './cuts/clip-collection';
import { CutLeases } from './cuts/cut-leases';
import { CutStatements } from './cuts/cut-statements';
import { CutSteps } from './cuts/cut-steps';
import { CutWorker } from './cuts/cut-worker';
import { CutRepository } from './cuts/cut.repository';
import { CuttingRoom } from './cuts/cutting-room';
import { FilmHandlers } from './cuts/film-handlers';
import { prepareWorkDir } from './cuts/prepare-work-dir';
import { StitcherTables1763683200000 } from './migrations/stitcher-tables';

@Module({})
class StitcherModule {}

/** Turns clips into the cut. Buys nothing. */
export function stitcherService(settings: StitcherSettings): ServiceDefinition {
  const parts: ServiceParts = {
    name: 'stitcher',
    entities: [],
    migrations: [StitcherTables1763683200000],
    consumes: ['storyboard.approved', 'clip.ready', 'clip.failed', 'film.cancel-requested'],
  };
  const createModule = (wiring: ServiceWiring): DynamicModule => ({
    module: StitcherModule,
    imports: [ServiceModule.register(parts, wiring)],
    controllers: [FilmHandlers],
    providers: toProviders(settings, wiring),
  });
  return { ...parts, createModule };
}

function toProviders(settings: StitcherSettings, wiring: ServiceWiring): DynamicModule['providers'] {
  const cuts = new CutRepository();
  return [
    {
      provide: ClipCollection,
      inject: [Outbox, Doorbell],
      useFactory: (outbox: Outbox, doorbell: Doorbell) => new ClipCollection(cuts, new CutStatements(outbox), doorbell),
    },
    {
      provide: CuttingRoom,
      useFactory: () => openCuttingRoom(settings, wiring),
    },
    {
      provide: CutWorker,
      inject: [DataSource, Doorbell, Outbox, CuttingRoom],
      useFactory: (db: DataSource, doorbell: Doorbell, outbox: Outbox, room: CuttingRoom) => {
        const { logger } = wiring;
        const leases = new CutLeases(db);
        const statements = new CutStatements(outbox);
        const steps = new CutSteps({ db, cuts, leases, statements, room, doorbell, logger });
        return new CutWorker({ leases, steps, doorbell, logger, cutsAtOnce: settings.CUTS_AT_ONCE });
      },
    },
  ];
}

async function openCuttingRoom(settings: StitcherSettings, { store }: ServiceWiring): Promise<CuttingRoom> {
  const { WORK_DIR: workDir, DOWNLOADS_AT_ONCE: downloadsAtOnce } = settings;
  const runner = new FfmpegRunner(toMediaTools(settings));
  await prepareWorkDir(runner, workDir);
  return new CuttingRoom({ store, runner, workDir, downloadsAtOnce });
}
