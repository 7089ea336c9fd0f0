import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { keyframerConfigSchema } from '../../apps/keyframer/src/config';
import { keyframerService } from '../../apps/keyframer/src/keyframer.module';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { EventName, FilmEvent } from '@shared/contracts/events';
import type { Transition } from '@shared/contracts/storyboard';
import { checkImage } from '@shared/media/check-image';
import { aFilm, storeStoryboard } from './film-facts';
import { StageBench } from './stage-bench';

// Keyframes 0, 1, 2 and 3, 4, 5.
const TWO_CHAINS: Transition[] = ['cut', 'continue', 'cut', 'continue'];
// Takes long enough to be cancelled in its middle.
const LONG_CHAIN: Transition[] = ['cut', ...Array.from({ length: 9 }, () => 'continue' as const)];

describe('the keyframer', () => {
  let bench: StageBench;
  beforeAll(async () => {
    // Rendered: each image has bytes of its own, so that it is known by them when it comes back as a reference.
    bench = await StageBench.start((env) => keyframerService(keyframerConfigSchema.parse(env)), {
      SIMULATOR_MEDIA: 'rendered',
    });
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

  const imagesOf = (events: FilmEvent[]) =>
    new Map(named(events, 'keyframe.ready').map(({ data }) => [data.index, data.artifact]));

  /** Which keyframes each was drawn from. */
  async function referencesOf(filmId: string): Promise<(number | undefined)[][]> {
    const events = await bench.statementsOf(filmId);
    const indices = new Map([...imagesOf(events)].map(([index, { sha256 }]) => [sha256, index]));
    const asked = await bench.askedFor(filmId);
    return [0, 1, 2, 3, 4, 5].map((index) => {
      const brief = asked.get(`keyframe-${index}`)?.brief;
      return brief?.kind === 'image' ? brief.inputs.map((sha256) => indices.get(sha256)) : [];
    });
  }

  it('draws two chains side by side, each image from the one before it', async () => {
    const film = aFilm();
    await bench.tell(film.approved(await storeStoryboard(bench.store, TWO_CHAINS)));
    await bench.said(film.filmId, 'keyframe.ready', 6);
    const events = await bench.settled(film.filmId);
    const images = imagesOf(events);
    expect([...images.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    for (const artifact of images.values()) checkImage(await readArtifact(bench.store, artifact));
    expect(await referencesOf(film.filmId)).toEqual([[], [0], [1], [], [3], [4]]);
    const placeOf = (name: EventName, n: number) =>
      events.findIndex((event) => event.name === name && 'unit' in event.data && event.data.unit.n === n);
    expect(placeOf('attempt.submitted', 3)).toBeLessThan(placeOf('attempt.settled', 2));
    expect(placeOf('attempt.submitted', 0)).toBeLessThan(placeOf('attempt.settled', 5));
  });

  it('draws all of an anchored chain from its first', async () => {
    const film = aFilm();
    const stored = await storeStoryboard(bench.store, TWO_CHAINS);
    await bench.tell(film.approved(stored, { continuity: 'anchored' }));
    await bench.said(film.filmId, 'keyframe.ready', 6);
    expect(await referencesOf(film.filmId)).toEqual([[], [0], [0], [], [3], [3]]);
  });

  it('gives up what hangs on a refused image, and finishes the other chain', async () => {
    const film = aFilm();
    await bench.setFaults({ match: { promptIncludes: 'Scene 1 of 4, end frame' }, fault: 'refuse' });
    await bench.tell(film.approved(await storeStoryboard(bench.store, TWO_CHAINS), { onRefusal: 'gap' }));
    await bench.said(film.filmId, 'keyframe.ready', 4);
    const events = await bench.settled(film.filmId);
    expect([...imagesOf(events).keys()].sort()).toEqual([0, 3, 4, 5]);
    expect(named(events, 'keyframe.failed').map(({ data }) => [data.index, data.error.code])).toEqual([
      [1, 'PROVIDER_REFUSED_CONTENT'],
      [2, 'DEPENDENCY_FAILED'],
    ]);
    expect((await bench.ledgerOf(film.filmId)).entries).toHaveLength(5);
  });

  it('tries a failed operation once more, and pays for one', async () => {
    const film = aFilm();
    await bench.setFaults({ match: { promptIncludes: 'Scene 1 of 1, start frame' }, fault: 'fail' });
    await bench.tell(film.approved(await storeStoryboard(bench.store, ['cut'])));
    await bench.said(film.filmId, 'keyframe.ready', 2);
    const events = await bench.settled(film.filmId);
    const attempts = named(events, 'attempt.settled').filter(({ data }) => data.unit.n === 0);
    expect(attempts.map(({ data }) => [data.number, data.outcome, data.capturedMicros > 0])).toEqual([
      [1, 'failed', false],
      [2, 'stored', true],
    ]);
    expect(await bench.ledgerOf(film.filmId)).toMatchObject({ costMicros: capturedIn(events), posts: 3 });
  });

  it('buys each image once, however often the storyboard is approved', async () => {
    const film = aFilm();
    const approved = film.approved(await storeStoryboard(bench.store, TWO_CHAINS));
    await Promise.all([bench.tell(approved, approved), bench.tell(approved)]);
    await bench.said(film.filmId, 'keyframe.ready', 6);
    await bench.tell(approved);
    expect(named(await bench.settled(film.filmId), 'keyframe.ready')).toHaveLength(6);
    expect(await bench.ledgerOf(film.filmId)).toMatchObject({ entries: { length: 6 }, posts: 6 });
  });

  it('submits nothing after a cancel, and states its end once', async () => {
    const film = aFilm();
    await bench.tell(film.approved(await storeStoryboard(bench.store, LONG_CHAIN)));
    await bench.said(film.filmId, 'keyframe.ready');
    await bench.tell(film.cancelRequested());
    const begun = named(await bench.statementsOf(film.filmId), 'attempt.submitted');
    await bench.tell(film.cancelRequested());
    await bench.said(film.filmId, 'stage.cancelled');
    const events = await bench.settled(film.filmId);
    expect(named(events, 'attempt.submitted')).toEqual(begun);
    expect(named(events, 'stage.cancelled')).toHaveLength(1);
    expect(events.at(-1)?.name).toBe('stage.cancelled');
    const { entries, costMicros } = await bench.ledgerOf(film.filmId);
    expect(entries.length).toBeLessThan(LONG_CHAIN.length);
    expect(costMicros).toBe(capturedIn(events));
  });
});
