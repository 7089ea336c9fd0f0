import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactStore } from '@shared/artifacts/artifact-store';
import { DirectoryStore } from '@shared/artifacts/directory-store';
import { readArtifact } from '@shared/artifacts/read-artifact';
import { SystemClock } from '@shared/clock/clock';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { EventName, FilmEvent } from '@shared/contracts/events';
import { newId } from '@shared/contracts/ids';
import { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { LocalBus } from '@shared/messaging/local-bus';
import { createService } from '@shared/service/create-service';
import { type ClipToMake, makeClip, testMediaTools } from '@shared/testing/make-clip';
import { silentLogger } from '@shared/testing/silent-logger';
import { createTestDatabase, type TestDatabase } from '@shared/testing/test-database';
import { readSound } from '@shared/testing/numbered-clip';
import { waitFor } from '@shared/testing/wait-for';
import { type StitcherSettings, stitcherSettingsSchema } from '../src/config';
import { stitcherService } from '../src/stitcher.module';
import { aFilm, aStoryboard, type FilmFacts } from './film-facts';

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

  /** The facts of a new film, or of another revision of one, whose storyboard is in the store. */
  async newFilm(revision?: number, filmId?: string): Promise<FilmFacts> {
    const text = Buffer.from(JSON.stringify(aStoryboard(4)));
    const storyboard = await this.store.put('storyboards/a.json', text, { mediaType: 'application/json' });
    return aFilm(storyboard, revision, filmId);
  }

  /** A real clip in the store. */
  async addClip(clip: Partial<ClipToMake> = {}): Promise<ArtifactRef> {
    const path = await makeClip({ cwd: join(this.folder, 'clips'), name: `${newId('att')}.mp4`, ...clip });
    return this.store.put(`clips/${newId('att')}.mp4`, await readFile(path), { mediaType: 'video/mp4' });
  }

  /** One that is whole, but for the coded frames in its middle. */
  async addBrokenClip(): Promise<ArtifactRef> {
    const bytes = await readArtifact(this.store, await this.addClip({ encoder: ['-g', '250'], seconds: 1, tone: 0 }));
    const media = bytes.indexOf('mdat');
    bytes.fill(0xa5, media + Math.floor((bytes.length - media) / 2), bytes.length - 16);
    return this.store.put(`clips/${newId('att')}.mp4`, bytes, { mediaType: 'video/mp4' });
  }

  /** What the stitcher has stated of a film, in order. */
  async statementsOf(filmId: string): Promise<FilmEvent[]> {
    const rows = await this.database.dataSource.query<{ envelope: FilmEvent }[]>(
      'SELECT envelope FROM outbox WHERE film_id = $1 ORDER BY id',
      [filmId],
    );
    return rows.map(({ envelope }) => envelope);
  }

  /** The first statement of that name; of that take where one is named. Waits for it. */
  async statement<N extends EventName>(filmId: string, name: N, take?: number): Promise<FilmEvent<N>> {
    const isIt = (event: FilmEvent): event is FilmEvent<N> =>
      event.name === name && (take === undefined || ('take' in event.data && event.data.take === take));
    return waitFor(async () => (await this.statementsOf(filmId)).find(isIt), { what: `${name} of ${filmId}` });
  }

  /** Names of those statements, without the ones that come beside a cut while it is made and when it is done. */
  async namesOf(filmId: string): Promise<string[]> {
    const names = (await this.statementsOf(filmId)).map(({ name }) => name);
    return names.filter((name) => name !== 'cut.extended' && name !== 'cut.illustrated');
  }

  async statusOf(filmId: string): Promise<string | undefined> {
    const [row] = await this.database.dataSource.query<{ status: string }[]>(
      'SELECT status FROM cuts WHERE film_id = $1 ORDER BY revision DESC',
      [filmId],
    );
    return row?.status;
  }

  /** What is kept of the clips of a film, of those that are prepared. */
  async preparedOf(filmId: string): Promise<ArtifactRef[]> {
    const rows = await this.database.dataSource.query<{ artifact: ArtifactRef }[]>(
      `SELECT result->'artifact' AS artifact FROM tasks WHERE film_id = $1 AND kind = 'prepare' AND status = 'done'
       ORDER BY result->'artifact'->>'key' LIKE '%/prepared/%' DESC`,
      [filmId],
    );
    return rows.map(({ artifact }) => artifact);
  }

  /** How often preparing a clip of the film has failed. */
  async triesAt(filmId: string): Promise<number> {
    const [row] = await this.database.dataSource.query<[{ tries: number | null }]>(
      'SELECT max(tries) AS tries FROM tasks WHERE film_id = $1',
      [filmId],
    );
    return row.tries ?? 0;
  }

  /** Makes due at once what waits for its next try. */
  async hurry(): Promise<void> {
    await this.database.dataSource.query(`UPDATE tasks SET due_at = clock_timestamp() WHERE status = 'due'`);
  }

  /** Names of the files that the store holds of a film, without those for streaming. */
  async filesOf(filmId: string): Promise<string[]> {
    const folder = join(this.storeFolder, 'objects/t/default/films', filmId);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.flatMap((entry) => (entry.isFile() && !entry.name.endsWith('.m4s') ? [entry.name] : []));
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

  /** How loud each second of a stored video is, as its largest sample. */
  async peaksOf(video: ArtifactRef): Promise<number[]> {
    const path = join(this.folder, 'clips', 'heard.mp4');
    await this.store.download(video, path);
    const heard = await readSound(path);
    const seconds = Array.from({ length: Math.floor(heard.length / 48_000) }, (_, n) => n * 48_000);
    return seconds.map((from) =>
      heard.subarray(from, from + 48_000).reduce((peak, it) => Math.max(peak, Math.abs(it)), 0),
    );
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
