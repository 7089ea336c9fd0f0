import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readArtifact } from '@shared/artifacts/read-artifact';
import { checkImage } from '@shared/media/check-image';
import { waitFor } from '@shared/testing/wait-for';
import { StitcherBench } from './start-stitcher';

const FFMPEG_PATH = fileURLToPath(new URL('ffmpeg-makes-only-ready-posters', import.meta.url));

async function findWaiting(): Promise<string[]> {
  const ours = (await readdir(tmpdir())).filter((name) => name.startsWith(`reelwright-${process.pid}-`));
  const names = await Promise.all(ours.map((name) => readdir(join(tmpdir(), name)).catch(() => [])));
  return names.flat().filter((name) => name === 'waits-for-its-clip');
}

describe('the poster of a film', () => {
  let bench: StitcherBench;
  beforeAll(async () => {
    bench = await StitcherBench.create();
  });
  afterEach(() => bench.stopStitchers());
  afterAll(() => bench.remove());

  it('comes from a program that was started while the clips were being made', async () => {
    const { tell } = await bench.start({ FFMPEG_PATH });
    const film = await bench.newFilm();
    await tell(film.approved({ scenes: 1 }));
    await waitFor(async () => (await findWaiting()).length === 1);
    const clip = await bench.addClip({ seconds: 4 });
    await tell(film.clipReady(1, clip, { durationSeconds: 4, frames: 96 }));
    const { data } = await bench.statement(film.filmId, 'cut.ready');
    expect(checkImage(await readArtifact(bench.store, data.poster))).toMatchObject({ width: 320, height: 180 });
    expect(await findWaiting()).toEqual([]);
  });

  it('is waited for by no program of a stitcher that has stopped', async () => {
    const stitcher = await bench.start({ FFMPEG_PATH });
    await stitcher.tell((await bench.newFilm()).approved({ scenes: 1 }));
    await waitFor(async () => (await findWaiting()).length === 1);
    await stitcher.stop();
    expect(await findWaiting()).toEqual([]);
  });
});
