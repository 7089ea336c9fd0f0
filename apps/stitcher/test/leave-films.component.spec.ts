import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { testMediaTools } from '@shared/testing/make-clip';
import { waitFor } from '@shared/testing/wait-for';
import { prepareWorkDir } from '../src/cuts/prepare-work-dir';
import type { FilmFacts } from './film-facts';
import { GatedStore } from './gated-store';
import { StitcherBench, type Stitcher } from './start-stitcher';

const FFMPEG_HANGS = fileURLToPath(new URL('ffmpeg-hangs-on-join', import.meta.url));

// Real encoding, on machines that do other things as well.
describe('a stitcher that does not finish', () => {
  let bench: StitcherBench;
  beforeAll(async () => {
    bench = await StitcherBench.create();
  });
  afterEach(async () => {
    await bench.stopStitchers();
    expect(await readdir(bench.workDir)).toEqual([]);
  });
  afterAll(() => bench.remove());

  const namesOf = (filmId: string) => bench.namesOf(filmId);
  const hasStated = (filmId: string, name: string) =>
    waitFor(async () => (await namesOf(filmId)).some((stated) => stated === name), { what: `${name} of ${filmId}` });

  async function order({ tell }: Stitcher): Promise<FilmFacts> {
    const film = await bench.newFilm();
    await tell(film.approved({ scenes: 1 }), film.clipReady(1, await bench.addClip()));
    return film;
  }

  // Where ffmpeg hangs is two directories deep: the cut's and the join's.
  const joinHangs = () =>
    waitFor(async () => (await readdir(bench.workDir, { recursive: true })).some((name) => name.endsWith('/begun')));

  it('breaks off a join that is cancelled, and says once that nothing is in hand', async () => {
    const stitcher = await bench.start({ FFMPEG_PATH: FFMPEG_HANGS });
    const film = await order(stitcher);
    await joinHangs();
    const cancel = film.cancelRequested();
    await stitcher.tell(cancel);
    await hasStated(film.filmId, 'stage.cancelled');
    expect(await readdir(bench.workDir)).toEqual([]);
    expect(await bench.filesOf(film.filmId)).toEqual([]);
    expect(await bench.statusOf(film.filmId)).toBe('cancelled');
    const left = (await bench.statementsOf(film.filmId)).find(({ name }) => name === 'stage.cancelled');
    expect(left).toMatchObject({ causedBy: cancel.id, data: { stage: 'stitcher', revision: 1 } });
    await stitcher.tell(cancel);
    expect(await namesOf(film.filmId)).toEqual(['stage.cancelled']);
  });

  it('does not begin a film that was cancelled before anything else was heard of it', async () => {
    const stitcher = await bench.start();
    const film = await bench.newFilm();
    await stitcher.tell(film.cancelRequested(), film.approved({ scenes: 1 }), film.clipReady(1, await bench.addClip()));
    expect(await namesOf(film.filmId)).toEqual(['stage.cancelled']);
    expect(await bench.statusOf(film.filmId)).toBe('cancelled');
  });

  it('keeps a film that was finished before its cancel', async () => {
    const stitcher = await bench.start();
    const film = await order(stitcher);
    await hasStated(film.filmId, 'cut.ready');
    await stitcher.tell(film.cancelRequested());
    expect(await namesOf(film.filmId)).toEqual(['cut.started', 'cut.ready', 'stage.cancelled']);
    expect(await bench.statusOf(film.filmId)).toBe('ready');
  });

  it('speaks for a worker that died with a cancelled film in hand', async () => {
    const film = await bench.newFilm();
    await bench.database.dataSource.query(
      `INSERT INTO cuts (film_id, revision, tenant_id, status, lease_token, lease_until)
       VALUES ($1, 1, 'default', 'cancelled', 1, clock_timestamp() - interval '1 second')`,
      [film.filmId],
    );
    await bench.start();
    await hasStated(film.filmId, 'stage.cancelled');
  });

  it('hands its film to another when it is stopped', async () => {
    const first = await bench.start({ FFMPEG_PATH: FFMPEG_HANGS });
    const film = await order(first);
    await joinHangs();
    await first.stop();
    expect(await bench.statusOf(film.filmId)).toBe('due');
    expect(await readdir(bench.workDir)).toEqual([]);
    await bench.start();
    await hasStated(film.filmId, 'cut.ready');
    expect(await namesOf(film.filmId)).toEqual(['cut.started', 'cut.ready']);
  });

  it('takes over film and clips within two seconds of the end of the worker that held them', async () => {
    const first = await bench.start({ FFMPEG_PATH: FFMPEG_HANGS });
    const film = await order(first);
    await joinHangs();
    await first.stop();
    const { dataSource } = bench.database;
    const held = `lease_owner = 'wrk_gone', lease_until = clock_timestamp() + interval '10 s' WHERE film_id = $1`;
    await dataSource.query(`UPDATE cuts SET status = 'stitching', ${held}`, [film.filmId]);
    await dataSource.query(`UPDATE tasks SET status = 'working', ${held}`, [film.filmId]);
    const goneAt = performance.now();
    await bench.start();
    await waitFor(async () => (await ownersOf(film.filmId)).every((owner) => owner !== 'wrk_gone'));
    expect(performance.now() - goneAt).toBeLessThan(2000);
    await hasStated(film.filmId, 'cut.ready');
  });

  const ownersOf = async (filmId: string): Promise<(string | null)[]> => {
    const sql = ['cuts', 'tasks'].map((table) => `SELECT lease_owner AS owner FROM ${table} WHERE film_id = $1`);
    const rows = await bench.database.dataSource.query<{ owner: string | null }[]>(sql.join(' UNION ALL '), [filmId]);
    return rows.map(({ owner }) => owner);
  };

  it('cannot state or leave a film behind once its lease has passed to another', async () => {
    const slow = new GatedStore(bench.storeFolder);
    const first = await bench.start({ FILMS_AT_ONCE: 1 }, slow);
    const film = await order(first);
    await waitFor(() => slow.waiting > 0);
    await takeLeaseAway(film.filmId);
    await bench.start();
    await hasStated(film.filmId, 'cut.ready');
    slow.openGate();
    await first.stop();
    expect(await namesOf(film.filmId)).toEqual(['cut.started', 'cut.ready']);
    const files = await bench.filesOf(film.filmId);
    expect(files.filter((name) => name.endsWith('.mp4'))).toHaveLength(1);
    expect(files.filter((name) => name === 'timeline.otio')).toHaveLength(1);
  });

  it('clears away at its start what a killed process has left', async () => {
    const left = join(bench.workDir, 'reelwright-99999999-abc');
    await mkdir(left, { recursive: true });
    await writeFile(join(left, 'clip-1.mp4'), 'part of a clip');
    await bench.start();
    expect(await readdir(bench.workDir)).toEqual([]);
  });

  it('does not start without ffmpeg', async () => {
    const runner = new FfmpegRunner({ ...testMediaTools, ffmpegPath: '/nowhere/ffmpeg' });
    await expect(prepareWorkDir(runner, bench.workDir)).rejects.toMatchObject({ code: 'FFMPEG_FAILED' });
  });

  // As a third worker that took the film over and died would leave it.
  async function takeLeaseAway(filmId: string): Promise<void> {
    await bench.database.dataSource.query(
      `UPDATE cuts SET lease_token = lease_token + 1, lease_until = clock_timestamp() - interval '1 second'
       WHERE film_id = $1 AND status = 'stitching'`,
      [filmId],
    );
  }
});
