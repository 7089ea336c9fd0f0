import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import { SystemClock } from '@shared/clock/clock';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { FilmEvent } from '@shared/contracts/events';
import { newId } from '@shared/contracts/ids';
import { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { LocalBus } from '@shared/messaging/local-bus';
import { createService } from '@shared/service/create-service';
import { type ClipToMake, makeClip, testMediaTools } from '@shared/testing/make-clip';
import { silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { type StitcherSettings, stitcherSettingsSchema } from '../src/config';
import { stitcherService } from '../src/stitcher.module';

export interface Stitcher {
  /** Resolves when every fact has had its effect. */
  readonly tell: (...facts: FilmEvent[]) => Promise<void>;
  stop(): Promise<void>;
}

/** One machine with a database and a store; any number of stitchers may be started on it. */
export class StitcherBench {
  private readonly stitchers: Stitcher[] = [];

  private constructor(
    private readonly folder: string,
    readonly database: TestDatabase,
    readonly store: DirectoryStore,
  ) {}

  static async create(): Promise<StitcherBench> {
    const folder = await mkdtemp(join(tmpdir(), 'stitcher-bench-'));
    const { migrations } = stitcherService(stitcherSettingsSchema.parse({}));
    const database = await createTestDatabase({ schema: 'stitcher', migrations: migrations as never });
    const store = new DirectoryStore(join(folder, 'store'));
    await store.prepare();
    await mkdir(join(folder, 'clips'));
    return new StitcherBench(folder, database, store);
  }

  get storeFolder(): string {
    return join(this.folder, 'store');
  }

  get workDir(): string {
    return join(this.folder, 'work');
  }

  async start(changes: Partial<StitcherSettings> = {}, store: ArtifactStore = this.store): Promise<Stitcher> {
    const settings = { ...stitcherSettingsSchema.parse({ WORK_DIR: this.workDir }), ...changes };
    const bus = new LocalBus(['stitcher']);
    const wiring = { bus, store, logger: silentLogger(), clock: new SystemClock(), timeScale: 1 };
    const service = await createService(stitcherService(settings), { ...wiring, databaseUrl: this.database.url });
    await service.start();
    const stop = async (): Promise<void> => {
      await service.stop();
      await bus.stop();
    };
    const stitcher = { tell: (...facts: FilmEvent[]) => bus.publish(facts), stop };
    this.stitchers.push(stitcher);
    return stitcher;
  }

  /** A real clip in the store. */
  async addClip(clip: Partial<ClipToMake> = {}): Promise<ArtifactRef> {
    const path = await makeClip({ cwd: join(this.folder, 'clips'), name: `${newId('att')}.mp4`, ...clip });
    return this.store.put(`clips/${newId('att')}.mp4`, await readFile(path), { mediaType: 'video/mp4' });
  }

  /** What the stitcher has stated of a film, in order. */
  async statementsOf(filmId: string): Promise<FilmEvent[]> {
    const rows = await this.database.dataSource.query<{ envelope: FilmEvent }[]>(
      'SELECT envelope FROM outbox WHERE film_id = $1 ORDER BY id',
      [filmId],
    );
    return rows.map(({ envelope }) => envelope);
  }

  async statusOf(filmId: string): Promise<string | undefined> {
    const [row] = await this.database.dataSource.query<{ status: string }[]>(
      'SELECT status FROM cuts WHERE film_id = $1',
      [filmId],
    );
    return row?.status;
  }

  /** Films and posters that the store holds of a film. */
  async filesOf(filmId: string): Promise<string[]> {
    return readdir(join(this.storeFolder, 'objects/t/default/films', filmId, 'cuts')).catch(() => []);
  }

  /** Each frame of a stored video as the one colour that it is, in hex. */
  async coloursOf(video: ArtifactRef): Promise<string[]> {
    const cwd = join(this.folder, 'clips');
    await this.store.download(video, join(cwd, 'film.mp4'));
    const pixels = ['-vf', 'scale=1:1', '-pix_fmt', 'rgb24', '-fps_mode', 'passthrough', '-f', 'rawvideo'];
    await new FfmpegRunner(testMediaTools).ffmpeg(['-v', 'error', '-i', 'film.mp4', ...pixels, '-y', 'film.rgb'], {
      cwd,
    });
    return (await readFile(join(cwd, 'film.rgb'))).toString('hex').match(/.{6}/g) ?? [];
  }

  async stopStitchers(): Promise<void> {
    await Promise.all(this.stitchers.splice(0).map((stitcher) => stitcher.stop()));
  }

  async remove(): Promise<void> {
    await this.stopStitchers();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
