import { readdir } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readArtifact } from '@shared/artifacts/read-artifact';
import { waitFor } from '@shared/testing/wait-for';
import { StitcherBench } from './start-stitcher';

// Real encoding, on machines that do other things as well.
describe('what the stitcher does with a clip before its film', () => {
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

  it('makes a clip fit that does not, also where its maker thought so', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const [plain, odd] = await Promise.all([bench.addClip(), bench.addClip({ colour: 'blue', size: '640x480' })]);
    await tell(film.approved({ scenes: 3 }), film.clipReady(1, plain), film.clipReady(2, odd));
    await tell(film.clipReady(3, await bench.addClip({ colour: 'red', fps: 30 }), { fps: 30, frames: 30 }));
    const { data } = await bench.statement(film.filmId, 'cut.ready');
    expect(data.facts).toMatchObject({ frames: 72, width: 320, height: 180 });
    expect((await bench.preparedOf(film.filmId)).map(({ key }) => key)).toEqual([
      expect.stringContaining('/prepared/'),
    ]);
  });

  it('checks a clip from end to end of which its maker did not say that it can be copied', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const broken = await bench.addBrokenClip();
    await tell(film.approved({ scenes: 1 }), film.clipReady(1, broken, { isCopyable: undefined }));
    const { data } = await bench.statement(film.filmId, 'cut.failed');
    expect(data.error).toMatchObject({ code: 'MEDIA_INVALID', message: 'The file cannot be read as video' });
  });

  it('fails while a clip is gone that needed no preparation, and goes on when it is there again', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const clip = await bench.addClip();
    const bytes = await readArtifact(bench.store, clip);
    await bench.store.remove(clip.key);
    await tell(film.approved({ scenes: 1 }), film.clipReady(1, clip));
    await waitFor(async () => {
      await bench.hurry();
      return (await namesOf(film.filmId)).includes('cut.failed');
    });
    await bench.store.put(clip.key, bytes, { mediaType: 'video/mp4' });
    await tell(film.recutRequested(2, {}));
    expect((await bench.statement(film.filmId, 'cut.ready', 2)).data.facts.frames).toBe(24);
  });

  it('prepares a clip again when what was prepared of it is gone, and fails only when the clip is gone as well', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const [odd, last] = await Promise.all([bench.addClip({ size: '640x480' }), bench.addClip({ colour: 'blue' })]);
    await tell(
      film.approved({ scenes: 2 }),
      film.clipReady(1, odd, { isCopyable: undefined }),
      film.clipReady(2, last),
    );
    await bench.statement(film.filmId, 'cut.ready');
    const [prepared] = await bench.preparedOf(film.filmId);
    expect(prepared?.key).toContain('/prepared/');
    await bench.store.remove(prepared?.key ?? '');
    await tell(film.recutRequested(2, { loudnessLufs: -20 }));
    const again = await bench.statement(film.filmId, 'cut.ready', 2);
    expect(again.data).toMatchObject({ take: 2, facts: { frames: 48 } });
    const [second] = await bench.preparedOf(film.filmId);
    await bench.store.remove(second?.key ?? '');
    await bench.store.remove(odd.key);
    await tell(film.recutRequested(3, {}));
    await waitFor(async () => {
      await bench.hurry();
      return (await namesOf(film.filmId)).includes('cut.failed');
    });
    expect((await bench.statement(film.filmId, 'cut.failed')).data).toMatchObject({
      take: 3,
      error: { code: 'ARTIFACT_MISSING' },
    });
  });
});
