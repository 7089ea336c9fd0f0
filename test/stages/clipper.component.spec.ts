import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { clipperConfigSchema } from '../../apps/clipper/src/config';
import { clipperService } from '../../apps/clipper/src/clipper.module';
import type { ArtifactRef } from '@shared/contracts/artifact';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { EventName, FilmEvent } from '@shared/contracts/events';
import { aFilm, SECONDS, storeStoryboard } from './film-facts';
import { StageBench } from './stage-bench';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('the clipper', () => {
  let bench: StageBench;
  let image: ArtifactRef;
  beforeAll(async () => {
    bench = await StageBench.start((env) => clipperService(clipperConfigSchema.parse(env)));
    image = await bench.store.put('keyframes/any.png', PNG, { mediaType: 'image/png' });
  });
  afterEach(async () => {
    expect(await bench.unspentFaults()).toEqual([]);
    expect(await bench.countOpen()).toBe(0);
  });
  afterAll(() => bench.stop());

  const named = <N extends EventName>(events: FilmEvent[], name: N): FilmEvent<N>[] =>
    events.filter((event): event is FilmEvent<N> => event.name === name);
  const capturedIn = (events: FilmEvent[]) =>
    named(events, 'attempt.settled').reduce((sum, { data }) => sum + data.capturedMicros, 0);

  it('buys each clip once, though keyframes come before the storyboard, in any order and twice', async () => {
    const film = aFilm();
    const keyframes = [2, 0, 1].map((index) => film.keyframeReady(index, image));
    await bench.tell(...keyframes, ...keyframes);
    expect(await bench.settled(film.filmId)).toEqual([]);
    const approved = film.approved(await storeStoryboard(bench.store, ['cut', 'continue']));
    await bench.tell(approved, approved, ...keyframes);
    const ready = await bench.said(film.filmId, 'clip.ready', 2);
    expect(ready.map(({ data }) => data.scene).sort()).toEqual([1, 2]);
    for (const { data } of ready) {
      expect(data.facts).toMatchObject({ frames: SECONDS * 24, fps: 24, width: 640, height: 360, isCopyable: true });
      expect((await readArtifact(bench.store, data.artifact)).toString('latin1', 4, 8)).toBe('ftyp');
      expect(data.facts.sound?.bytes).toBeGreaterThanOrEqual(SECONDS * 48_000 * 4);
      expect(await bench.store.stat(data.facts.sound?.key ?? '')).toMatchObject({ bytes: data.facts.sound?.bytes });
    }
    await bench.tell(approved, ...keyframes);
    const events = await bench.settled(film.filmId);
    expect(named(events, 'clip.ready')).toHaveLength(2);
    expect(await bench.ledgerOf(film.filmId)).toMatchObject({
      entries: { length: 2 },
      posts: 2,
      costMicros: capturedIn(events),
    });
  });

  it('gives up the clips on both sides of a failed keyframe, and makes the others', async () => {
    const film = aFilm();
    const stored = await storeStoryboard(bench.store, ['cut', 'continue', 'continue']);
    await bench.tell(film.approved(stored), film.keyframeReady(0, image), film.keyframeFailed(1));
    await bench.tell(film.keyframeReady(2, image), film.keyframeReady(3, image));
    const [ready] = await bench.said(film.filmId, 'clip.ready');
    expect(ready?.data.scene).toBe(3);
    const failed = named(await bench.settled(film.filmId), 'clip.failed');
    expect(failed.map(({ data }) => [data.scene, data.error.code])).toEqual([
      [1, 'DEPENDENCY_FAILED'],
      [2, 'DEPENDENCY_FAILED'],
    ]);
    expect((await bench.ledgerOf(film.filmId)).entries).toHaveLength(1);
  });

  it('fetches a clip again whose download was cut short, and buys it once', async () => {
    const film = aFilm();
    await bench.setFaults({ match: { kind: 'video', operation: 'download' }, fault: 'truncate' });
    const stored = await storeStoryboard(bench.store, ['cut']);
    await bench.tell(film.approved(stored), film.keyframeReady(0, image), film.keyframeReady(1, image));
    const [ready] = await bench.said(film.filmId, 'clip.ready');
    expect(ready?.data.facts.frames).toBe(SECONDS * 24);
    const { entries, posts, costMicros } = await bench.ledgerOf(film.filmId);
    expect([entries.length, posts]).toEqual([1, 1]);
    const settled = named(await bench.settled(film.filmId), 'attempt.settled');
    expect(settled.map(({ data }) => [data.outcome, data.capturedMicros])).toEqual([['stored', costMicros]]);
    expect(costMicros).toBeGreaterThan(0);
  });
});
