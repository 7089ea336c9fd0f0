import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { plannerConfigSchema } from '../../apps/planner/src/config';
import { plannerService } from '../../apps/planner/src/planner.module';
import { reserveForWords } from '../../apps/planner/src/storyboards/estimate-film';
import { readArtifact } from '@shared/artifacts/read-artifact';
import type { EventName, FilmEvent } from '@shared/contracts/events';
import { layOutKeyframes } from '@shared/contracts/keyframe-layout';
import { storyboardSchema } from '@shared/contracts/storyboard';
import { priceOfImage, priceOfVideo } from '@shared/vendors/prices';
import { aFilm, aSpec, SECONDS, storeStoryboard } from './film-facts';
import { StageBench } from './stage-bench';

const config = (env: Record<string, string>) => plannerConfigSchema.parse(env);

describe('the planner', () => {
  let bench: StageBench;
  beforeAll(async () => {
    bench = await StageBench.start((env) => plannerService(config(env)));
  });
  afterEach(async () => {
    expect(await bench.unspentFaults()).toEqual([]);
    expect(await bench.countOpen()).toBe(0);
  });
  afterAll(() => bench.stop());

  const only = <N extends EventName>(events: FilmEvent[], name: N): FilmEvent<N>['data'] => {
    const found = events.filter((event) => event.name === name);
    expect(found).toHaveLength(1);
    return (found[0] as FilmEvent<N>).data;
  };
  const namesOf = (events: FilmEvent[]) => events.map(({ name }) => name);

  it('buys one storyboard for an order, and states the cost of the whole film', async () => {
    const film = aFilm();
    await bench.tell(film.ordered());
    const { scenes, storyboard, estimateMicros, allotments } = only(
      await bench.settled(film.filmId),
      'storyboard.approved',
    );
    const { costMicros: spent, entries } = await bench.ledgerOf(film.filmId);
    expect(entries).toHaveLength(1);
    expect(scenes.map(({ n, seconds }) => [n, seconds])).toEqual([1, 2, 3, 4].map((n) => [n, SECONDS]));
    const { keyframes } = layOutKeyframes(scenes.map(({ transition }) => transition));
    const { IMAGE_MODEL, VIDEO_MODEL } = config({
      DATABASE_URL: 'postgres://none/none',
      KAFKA_BROKERS: 'none:1',
      GEMINI_API_KEY: 'any',
    });
    const clip = priceOfVideo(VIDEO_MODEL[0], { seconds: SECONDS, resolution: '360p' }, new Date());
    expect(estimateMicros).toBe(spent + keyframes.length * priceOfImage(IMAGE_MODEL[0], new Date()) + 4 * clip);
    const keptForWordsMicros = 25_000;
    expect(allotments.keyframer + allotments.clipper).toBe(aSpec().budgetMicros - spent - keptForWordsMicros);
    const stored: unknown = JSON.parse((await readArtifact(bench.store, storyboard)).toString());
    expect(storyboardSchema.parse(stored).scenes).toHaveLength(4);
  });

  it('buys once, however often the order is told', async () => {
    const film = aFilm();
    const order = film.ordered();
    await Promise.all([bench.tell(order, order), bench.tell(order)]);
    await bench.said(film.filmId, 'storyboard.approved');
    await bench.tell(order);
    only(await bench.settled(film.filmId), 'storyboard.approved');
    expect(await bench.ledgerOf(film.filmId)).toMatchObject({ entries: { length: 1 }, posts: 1 });
  });

  it.each([
    ['invalid-json', 'not JSON'],
    ['max-tokens', 'cut off'],
  ])('has an answer that %s spoilt mended, and pays both', async (fault, problem) => {
    const film = aFilm();
    await bench.setFaults({ match: { kind: 'text' }, fault });
    await bench.tell(film.ordered());
    only(await bench.settled(film.filmId), 'storyboard.approved');
    const settled = await bench.said(film.filmId, 'attempt.settled', 2);
    expect(settled.map(({ data }) => [data.number, data.outcome, data.error?.code])).toEqual([
      [1, 'failed', 'STORYBOARD_INVALID'],
      [2, 'stored', undefined],
    ]);
    const { entries } = await bench.ledgerOf(film.filmId);
    expect(settled.map(({ data }) => data.capturedMicros)).toEqual(entries.map(({ costMicros }) => costMicros));
    const repair = (await bench.askedFor(film.filmId)).get('storyboard-0')?.brief.prompt;
    expect(repair).toContain('EARLIER ANSWER');
    expect(repair).toContain(problem);
  });

  it('has an answer mended though a rate limit and a failure come between', async () => {
    const film = aFilm();
    const text = { kind: 'text' };
    await bench.setFaults(
      { match: text, fault: 'invalid-json' },
      { match: text, fault: '429-minute' },
      { match: text, fault: 'fail' },
    );
    await bench.tell(film.ordered());
    only(await bench.settled(film.filmId), 'storyboard.approved');
    const settled = await bench.said(film.filmId, 'attempt.settled', 4);
    expect(settled.map(({ data }) => data.error?.code)).toEqual([
      'STORYBOARD_INVALID',
      'PROVIDER_RATE_LIMITED',
      'PROVIDER_FAILED',
      undefined,
    ]);
    const repair = (await bench.askedFor(film.filmId)).get('storyboard-0')?.brief.prompt;
    expect(repair).toContain('EARLIER ANSWER');
  });

  it('gives up after the repair pass fails as well', async () => {
    const film = aFilm();
    await bench.setFaults({ match: { kind: 'text' }, fault: 'invalid-json', times: 2 });
    await bench.tell(film.ordered());
    const events = await bench.settled(film.filmId);
    expect(only(events, 'storyboard.failed').error.code).toBe('STORYBOARD_INVALID');
    expect(namesOf(events)).not.toContain('storyboard.approved');
    expect((await bench.ledgerOf(film.filmId)).entries).toHaveLength(2);
  });

  it('refuses a budget that no such film fits, and buys nothing', async () => {
    const film = aFilm();
    await bench.tell(film.ordered({ spec: aSpec({ budgetMicros: 10_000 }) }));
    const events = await bench.settled(film.filmId);
    expect(only(events, 'storyboard.failed').error.code).toBe('BUDGET_EXCEEDED');
    expect(events).toHaveLength(1);
    expect((await bench.ledgerOf(film.filmId)).entries).toEqual([]);
  });

  it("takes a user's own storyboard as it is, and buys nothing", async () => {
    const film = aFilm();
    const { artifact, storyboard } = await storeStoryboard(bench.store, ['cut', 'continue', 'cut']);
    await bench.tell(film.ordered({ prompt: null, storyboard: artifact, spec: aSpec({ scenes: 3 }) }));
    const [approved] = await bench.said(film.filmId, 'storyboard.approved');
    expect(approved?.data).toMatchObject({ storyboard: artifact, title: storyboard.title });
    const { keyframer, clipper } = approved?.data.allotments ?? { keyframer: 0, clipper: 0 };
    const spec = aSpec();
    expect(keyframer + clipper).toBe(spec.budgetMicros - reserveForWords(spec, spec.budgetMicros));
    expect(namesOf(await bench.settled(film.filmId))).toEqual(['storyboard.approved']);
    expect((await bench.ledgerOf(film.filmId)).entries).toEqual([]);
  });

  it('buys nothing for an order that was cancelled before it came', async () => {
    const film = aFilm();
    const cancel = film.cancelRequested();
    await bench.tell(cancel, cancel, film.ordered(), cancel);
    expect(namesOf(await bench.settled(film.filmId))).toEqual(['stage.cancelled']);
    expect((await bench.ledgerOf(film.filmId)).entries).toEqual([]);
  });
});
