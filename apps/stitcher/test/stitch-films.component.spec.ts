import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { FilmEvent } from '@shared/contracts/events';
import { waitFor } from '@shared/testing/wait-for';
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

  const namesOf = (filmId: string) => bench.namesOf(filmId);

  it('makes one film of all clips in their order, whatever the order of the facts and however often they come', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const clips = await Promise.all([
      bench.addClip({ colour: 'red', seconds: 1 }),
      bench.addClip({ colour: 'lime', seconds: 1.5 }),
      bench.addClip({ colour: 'blue', seconds: 0.5 }),
    ]);
    const ready = clips.map((clip, index) => film.clipReady(index + 1, clip));
    const facts = [...ready.slice(1), film.approved({ scenes: 3 }), ...ready];
    await tell(...facts, ...facts);
    const { data, causedBy } = await bench.statement(film.filmId, 'cut.ready');
    expect(data.facts).toMatchObject({ frames: 72, durationSeconds: 3, width: 320, height: 180, hasAudio: true });
    expect(data.gaps).toEqual([]);
    expect(causedBy).toBe(ready[0]?.id);
    const colours = await bench.coloursOf(data.video);
    expect(colours).toHaveLength(72);
    expect([colours[0], colours[24], colours[71]].map(brightest)).toEqual(['red', 'green', 'blue']);
    expect((await readArtifact(bench.store, data.poster)).subarray(0, 3).toString('hex')).toBe('ffd8ff');
    await tell(...facts);
    expect(await namesOf(film.filmId)).toEqual(['cut.started', 'cut.ready']);
    expect(await bench.preparedOf(film.filmId)).toEqual([]);
  });

  it('makes a film whose clips are there while others wait for theirs, however few places there are', async () => {
    const { tell } = await bench.start({ FILMS_AT_ONCE: 1 });
    const [waiting, whole] = [await bench.newFilm(), await bench.newFilm()];
    const [first, second] = await Promise.all([bench.addClip({ colour: 'red' }), bench.addClip({ colour: 'blue' })]);
    await tell(waiting.approved({ scenes: 2 }), waiting.clipReady(1, first));
    await waitFor(async () => (await bench.statusOf(waiting.filmId)) === 'stitching');
    await tell(whole.approved({ scenes: 1 }), whole.clipReady(1, second));
    await bench.statement(whole.filmId, 'cut.ready');
    await tell(waiting.clipReady(2, second));
    const { data } = await bench.statement(waiting.filmId, 'cut.ready');
    const colours = await bench.coloursOf(data.video);
    expect([colours[0], colours.at(-1)].map(brightest)).toEqual(['red', 'blue']);
    expect(await namesOf(waiting.filmId)).toEqual(['cut.started', 'cut.ready']);
  });

  it('takes the sound as its maker has decoded it, and decodes it again where that is lost or torn', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const clip = await bench.addClip();
    const bare = { mediaType: 'application/octet-stream' };
    const sound = await bench.store.put('clips/silence.s16', Buffer.alloc(48_000 * 4), bare);
    const lost = { ...sound, key: 'clips/lost.s16' };
    const { key } = await bench.store.put('clips/torn.s16', Buffer.alloc(48_000), bare);
    await tell(
      film.approved({ scenes: 3 }),
      film.clipReady(1, clip, { sound }),
      film.clipReady(2, clip, { sound: lost }),
      film.clipReady(3, clip, { sound: { ...sound, key } }),
    );
    const { data } = await bench.statement(film.filmId, 'cut.ready');
    const [silent = NaN, ...heard] = await bench.peaksOf(data.video);
    expect(silent).toBeLessThan(100);
    expect(heard.map((peak) => peak > 3000)).toEqual([true, true]);
  });

  it('makes a film though as many others as there are programs wait for their clips', async () => {
    const { tell } = await bench.start({ FFMPEG_AT_ONCE: 1 });
    const [waiting, whole] = [await bench.newFilm(), await bench.newFilm()];
    const clip = await bench.addClip();
    await tell(waiting.approved({ scenes: 2 }), waiting.clipReady(1, clip));
    await waitFor(async () => (await bench.statusOf(waiting.filmId)) === 'stitching');
    await tell(whole.approved({ scenes: 1 }), whole.clipReady(1, clip));
    await bench.statement(whole.filmId, 'cut.ready');
    await tell(waiting.clipReady(2, clip));
    await bench.statement(waiting.filmId, 'cut.ready');
  });

  it('leaves out scenes that failed and says which, when enough are ready', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const [first, third] = await Promise.all([bench.addClip(), bench.addClip()]);
    await tell(film.approved({ scenes: 3, minClips: 2 }), film.clipReady(3, third), film.clipFailed(2));
    await tell(film.clipReady(1, first));
    const { data } = await bench.statement(film.filmId, 'cut.ready');
    expect(data.facts.frames).toBe(48);
    expect(data.gaps).toEqual([{ scene: 2, code: 'PROVIDER_REFUSED_CONTENT', message: 'scene 2 was refused' }]);
  });

  it('fails with both counts when too few clips are ready', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    await tell(film.clipFailed(1), film.approved({ scenes: 2, minClips: 2 }), film.clipReady(2, await bench.addClip()));
    const { data } = await bench.statement(film.filmId, 'cut.failed');
    expect(data.error).toMatchObject({ code: 'TOO_FEW_CLIPS', details: { ready: 1, needed: 2, scenes: 2 } });
    expect(data.gaps).toHaveLength(1);
    expect(await namesOf(film.filmId)).toEqual(['cut.failed']);
  });

  it('fails with both counts when no scene has a clip', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    await tell(film.approved({ scenes: 2 }), film.clipFailed(1), film.clipFailed(2));
    const { data } = await bench.statement(film.filmId, 'cut.failed');
    expect(data.error).toMatchObject({ code: 'TOO_FEW_CLIPS', details: { ready: 0, needed: 1, scenes: 2 } });
    expect(data.gaps.map(({ scene }) => scene)).toEqual([1, 2]);
  });

  it('fails, and makes no wrong film, when a stored clip has other bytes than were stated', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const [sound, flipped] = await Promise.all([bench.addClip(), bench.addClip({ colour: 'red' })]);
    const bytes = await readArtifact(bench.store, flipped);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(join(bench.storeFolder, 'objects', flipped.key), bytes);
    await tell(film.approved({ scenes: 2 }), film.clipReady(1, sound), film.clipReady(2, flipped));
    const { data } = await bench.statement(film.filmId, 'cut.failed');
    expect(data.error).toMatchObject({ code: 'MEDIA_INVALID', details: { key: flipped.key } });
    expect(await namesOf(film.filmId)).toEqual(['cut.failed']);
    expect(await bench.filesOf(film.filmId)).toEqual([]);
  });

  it('tries again after a fault that may pass', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const clip = await bench.addClip();
    const bytes = await readArtifact(bench.store, clip);
    await bench.store.remove(clip.key);
    await tell(film.approved({ scenes: 1 }), film.clipReady(1, clip));
    await waitFor(async () => (await bench.triesAt(film.filmId)) > 0, { what: 'a failed try' });
    await bench.store.put(clip.key, bytes, { mediaType: 'video/mp4' });
    expect((await bench.statement(film.filmId, 'cut.ready')).data.facts.frames).toBe(24);
  });

  it('cuts again without asking anybody for anything: other transitions, captions and loudness, the old film untouched', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const [red, blue] = await Promise.all([bench.addClip({ colour: 'red' }), bench.addClip({ colour: 'blue' })]);
    await tell(film.approved({ scenes: 2 }), film.clipReady(1, red), film.clipReady(2, blue));
    const first = (await bench.statement(film.filmId, 'cut.ready')).data;
    const transitions = [{ scene: 2, kind: 'crossfade' as const, seconds: 0.4 }];
    await tell(film.recutRequested(2, { transitions, captions: 'track' }));
    const second = (await bench.statement(film.filmId, 'cut.ready', 2)).data;
    expect([first.facts.frames, second.facts.frames]).toEqual([48, 38]);
    expect(second.scenes?.map(({ startFrame, transition }) => [startFrame, transition])).toEqual([
      [0, 'cut'],
      [14, 'crossfade'],
    ]);
    expect((await bench.store.stat(first.video.key))?.bytes).toBe(first.video.bytes);
    const vtt = second.files?.['captions.vtt'];
    expect(vtt && (await readArtifact(bench.store, vtt)).toString()).toContain('Line 2');
    const otio = second.files?.['timeline.otio'];
    expect(otio && JSON.parse((await readArtifact(bench.store, otio)).toString())).toMatchObject({
      OTIO_SCHEMA: 'Timeline.1',
    });
    await bench.statement(film.filmId, 'cut.illustrated', 2);
  });

  it('leaves out the doubled frame of a scene that is continued, also where other frames need it', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const encoder = ['-preset', 'veryfast', '-bf', '3', '-g', '250'];
    const clips = await Promise.all(['red', 'blue'].map((colour) => bench.addClip({ colour, encoder })));
    const cut = { transitions: [{ scene: 2, kind: 'continue' as const }] };
    await tell(film.approved({ scenes: 2, cut }), ...clips.map((clip, index) => film.clipReady(index + 1, clip)));
    const { data } = await bench.statement(film.filmId, 'cut.ready');
    expect((await bench.coloursOf(data.video)).map(brightest)).toEqual([
      ...Array<string>(23).fill('red'),
      ...Array<string>(24).fill('blue'),
    ]);
  });

  it('lets a film be streamed while later scenes are still being made', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    const clips = await Promise.all(['red', 'lime', 'blue'].map((colour) => bench.addClip({ colour })));
    const [one, two, three] = clips.map((clip, index) => film.clipReady(index + 1, clip));
    await tell(film.approved({ scenes: 3 }), ...[two, one].flatMap((fact) => fact ?? []));
    const early = await bench.statement(film.filmId, 'cut.extended');
    expect(early.data.fragments[0]).toMatchObject({ index: 0, scene: 1 });
    expect(await namesOf(film.filmId)).toEqual([]);
    await tell(...[three].flatMap((fact) => fact ?? []));
    await bench.statement(film.filmId, 'cut.ready');
    const said = (await bench.statementsOf(film.filmId)).filter(
      (event) => event.name === 'cut.extended',
    ) as FilmEvent<'cut.extended'>[];
    const fragments = said.flatMap(({ data }) => data.fragments);
    expect(fragments.map(({ index }) => index)).toEqual(fragments.map((_, index) => index));
    expect(fragments.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(3, 3);
  });

  it('waits at the gate behind the clips, and cuts when it is opened', async () => {
    const { tell } = await bench.start();
    const film = await bench.newFilm();
    await tell(film.approved({ scenes: 2, runThrough: 'clips' }));
    const [odd, plain] = await Promise.all([bench.addClip({ fps: 30 }), bench.addClip()]);
    await tell(film.clipReady(2, plain), film.clipReady(1, odd, { fps: 30 }));
    await waitFor(async () => (await bench.preparedOf(film.filmId)).length === 1);
    expect(await bench.statusOf(film.filmId)).toBe('collecting');
    await tell(film.clipsApproved());
    await bench.statement(film.filmId, 'cut.ready');
  });

  it('lets go of what a later revision replaces, and of all that is deleted', async () => {
    const { tell } = await bench.start();
    const first = await bench.newFilm();
    const clip = await bench.addClip();
    await tell(first.approved({ scenes: 2 }), first.clipReady(1, clip));
    const second = await bench.newFilm(2, first.filmId);
    await tell(second.approved({ scenes: 1 }), second.clipReady(1, clip), first.clipReady(2, clip));
    const { data } = await bench.statement(first.filmId, 'cut.ready');
    expect([data.revision, data.facts.frames]).toEqual([2, 24]);
    await bench.statement(first.filmId, 'cut.illustrated');
    await tell(second.deleted());
    await waitFor(async () => (await bench.filesOf(first.filmId)).length === 0, { what: 'an empty store' });
    await tell(second.recutRequested(2, {}));
    expect(await bench.statusOf(first.filmId)).toBeUndefined();
  });

  it('makes several films at once', async () => {
    const { tell } = await bench.start();
    const films = await Promise.all(Array.from({ length: 5 }, () => bench.newFilm()));
    const clip = await bench.addClip();
    await tell(...films.flatMap((film) => [film.approved({ scenes: 2 }), film.clipReady(1, clip)]));
    await tell(...films.map((film) => film.clipReady(2, clip)));
    for (const { filmId } of films) expect((await bench.statement(filmId, 'cut.ready')).data.facts.frames).toBe(48);
  });
});

function brightest(hex = '000000'): string | undefined {
  const channels = [...Buffer.from(hex, 'hex')];
  return ['red', 'green', 'blue'][channels.indexOf(Math.max(...channels))];
}
