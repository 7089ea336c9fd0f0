import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { EventName, FilmEvent } from '@shared/contracts/events';
import { waitFor } from '@shared/testing/wait-for';
import { aFilm } from './film-facts';
import { StitcherBench } from './start-stitcher';

// Real encoding, on machines that do other things as well.
describe('the stitcher', () => {
  let bench: StitcherBench;
  beforeAll(async () => {
    bench = await StitcherBench.create();
  });
  afterEach(async () => {
    await bench.stopStitchers();
    expect(await readdir(bench.workDir)).toEqual([]);
  });
  afterAll(() => bench.remove());

  async function statement<N extends EventName>(filmId: string, name: N): Promise<FilmEvent<N>> {
    const isIt = (event: FilmEvent): event is FilmEvent<N> => event.name === name;
    return waitFor(async () => (await bench.statementsOf(filmId)).find(isIt), { what: `${name} of ${filmId}` });
  }

  const namesOf = async (filmId: string) => (await bench.statementsOf(filmId)).map(({ name }) => name);

  it('makes one film of all clips in their order, whatever the order of the facts and however often they come', async () => {
    const { tell } = await bench.start();
    const film = aFilm();
    const clips = await Promise.all([
      bench.addClip({ colour: 'red', seconds: 1 }),
      bench.addClip({ colour: 'lime', seconds: 1.5 }),
      bench.addClip({ colour: 'blue', seconds: 0.5 }),
    ]);
    const ready = clips.map((clip, index) => film.clipReady(index + 1, clip));
    const facts = [...ready.slice(1), film.approved({ scenes: 3 }), ...ready];
    await tell(...facts, ...facts);
    const { data, causedBy } = await statement(film.filmId, 'cut.ready');
    expect(data.facts).toMatchObject({ frames: 72, durationSeconds: 3, width: 320, height: 180, hasAudio: true });
    expect(data.gaps).toEqual([]);
    expect(causedBy).toBe(ready[0]?.id);
    const colours = await bench.coloursOf(data.video);
    expect(colours).toHaveLength(72);
    expect([colours[0], colours[24], colours[71]].map(brightest)).toEqual(['red', 'green', 'blue']);
    expect((await readArtifact(bench.store, data.poster)).subarray(0, 3).toString('hex')).toBe('ffd8ff');
    await tell(...facts);
    expect(await namesOf(film.filmId)).toEqual(['cut.started', 'cut.ready']);
  });

  it('leaves out scenes that failed and says which, when enough are ready', async () => {
    const { tell } = await bench.start();
    const film = aFilm();
    const [first, third] = await Promise.all([bench.addClip(), bench.addClip()]);
    await tell(film.approved({ scenes: 3, minClips: 2 }), film.clipReady(3, third), film.clipFailed(2));
    await tell(film.clipReady(1, first));
    const { data } = await statement(film.filmId, 'cut.ready');
    expect(data.facts.frames).toBe(48);
    expect(data.gaps).toEqual([{ scene: 2, code: 'PROVIDER_REFUSED_CONTENT', message: 'scene 2 was refused' }]);
  });

  it('fails with both counts when too few clips are ready', async () => {
    const { tell } = await bench.start();
    const film = aFilm();
    await tell(film.clipFailed(1), film.approved({ scenes: 2, minClips: 2 }), film.clipReady(2, await bench.addClip()));
    const { data } = await statement(film.filmId, 'cut.failed');
    expect(data.error).toMatchObject({ code: 'TOO_FEW_CLIPS', details: { ready: 1, needed: 2, scenes: 2 } });
    expect(data.gaps).toHaveLength(1);
    expect(await namesOf(film.filmId)).toEqual(['cut.failed']);
  });

  it('fails, and makes no wrong film, when a stored clip has other bytes than were stated', async () => {
    const { tell } = await bench.start();
    const film = aFilm();
    const [sound, flipped] = await Promise.all([bench.addClip(), bench.addClip()]);
    const bytes = await readArtifact(bench.store, flipped);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(join(bench.storeFolder, 'objects', flipped.key), bytes);
    await tell(film.approved({ scenes: 2 }), film.clipReady(1, sound), film.clipReady(2, flipped));
    const { data } = await statement(film.filmId, 'cut.failed');
    expect(data.error).toMatchObject({ code: 'MEDIA_INVALID', details: { key: flipped.key } });
    expect(await namesOf(film.filmId)).toEqual(['cut.started', 'cut.failed']);
    expect(await bench.filesOf(film.filmId)).toEqual([]);
  });

  it('tries again after a fault that may pass', async () => {
    const { tell } = await bench.start();
    const film = aFilm();
    const clip = await bench.addClip();
    const bytes = await readArtifact(bench.store, clip);
    await bench.store.remove(clip.key);
    await tell(film.approved({ scenes: 1 }), film.clipReady(1, clip));
    await waitFor(async () => (await namesOf(film.filmId)).includes('cut.started'));
    await waitFor(async () => (await bench.statusOf(film.filmId)) === 'due');
    await bench.store.put(clip.key, bytes, { mediaType: 'video/mp4' });
    expect((await statement(film.filmId, 'cut.ready')).data.facts.frames).toBe(24);
  });

  it('makes several films at once', async () => {
    const { tell } = await bench.start();
    const films = Array.from({ length: 5 }, aFilm);
    const clip = await bench.addClip();
    await tell(...films.flatMap((film) => [film.approved({ scenes: 2 }), film.clipReady(1, clip)]));
    await tell(...films.map((film) => film.clipReady(2, clip)));
    for (const { filmId } of films) expect((await statement(filmId, 'cut.ready')).data.facts.frames).toBe(48);
  });
});

function brightest(hex = '000000'): string | undefined {
  const channels = [...Buffer.from(hex, 'hex')];
  return ['red', 'green', 'blue'][channels.indexOf(Math.max(...channels))];
}
