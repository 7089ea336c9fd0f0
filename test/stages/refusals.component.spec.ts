import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Spec } from '@shared/contracts/order';
import { aFilm, aSpec, SECONDS, storeStoryboard } from './film-facts';
import { FilmBench } from './film-bench';

const CLIP = { kind: 'video', promptIncludes: 'Scene 1 of 1' };
const VIDEO = ['gemini-omni-1.2-flash', 'gemini-omni-1.1-flash'] as const;
const MODELS = {
  text: null,
  image: 'gemini-nano-banana-2.1',
  video: VIDEO[0],
  fallbacks: { text: [], image: [], video: [VIDEO[1]] },
};
const START = { kind: 'image', promptIncludes: 'Scene 1 of 1, start frame' };

describe('a refused unit', () => {
  let bench: FilmBench;
  beforeAll(async () => {
    bench = await FilmBench.start();
  });
  afterAll(() => bench.stopAll());

  // Each film has words of its own: what one has bought is not bought for another.
  async function order(changes: Partial<Spec> = {}, scenes = 1) {
    const film = aFilm();
    const transitions = Array.from({ length: scenes }, () => 'continue' as const);
    const { artifact } = await storeStoryboard(bench.store, transitions, film.filmId);
    const spec = aSpec({ scenes, ...changes });
    await bench.tell(film.ordered({ spec, prompt: null, storyboard: artifact, models: MODELS }));
    return film.filmId;
  }
  // What was bought, in order, and what of it was paid.
  async function purchasesOf(filmId: string): Promise<string[]> {
    return (await bench.ledgerOf(filmId)).map(
      ({ labels, model, costMicros }) => `${labels['unit'] ?? ''} ${model}${costMicros === 0 ? ' unbilled' : ''}`,
    );
  }
  const stepsOf = async (filmId: string) =>
    (await bench.said(filmId, 'unit.refused')).map(({ data: { unit, next } }) => `${unit.kind} ${unit.n}: ${next}`);

  it('has its words softened once, by a purchase of its own', async () => {
    await bench.setFaults({ match: START, fault: 'refuse' });
    const filmId = await order();
    await bench.said(filmId, 'clip.ready');
    expect(await purchasesOf(filmId)).toEqual([
      'keyframe-0 gemini-nano-banana-2.1 unbilled',
      'keyframe-prompt-0 gemini-3.8-flash',
      'keyframe-0 gemini-nano-banana-2.1',
      'keyframe-1 gemini-nano-banana-2.1',
      'clip-1 gemini-omni-1.2-flash',
    ]);
    const drawn = (await bench.askedFor(filmId)).filter(({ labels }) => labels['unit'] === 'keyframe-0');
    expect(drawn.map(({ brief }) => brief.prompt.startsWith('Gently: '))).toEqual([false, true]);
  });

  it('is asked of the next model of its film alone, where that is all that the film lets be tried', async () => {
    await bench.setFaults({ match: CLIP, fault: 'refuse' });
    const filmId = await order({ onRefusal: 'gap', fallbackOnRefusal: true });
    await bench.said(filmId, 'clip.ready');
    expect(await stepsOf(filmId)).toEqual(['clip 1: fallback']);
    expect((await purchasesOf(filmId)).slice(-2)).toEqual([`clip-1 ${VIDEO[0]} unbilled`, `clip-1 ${VIDEO[1]}`]);
    const [switched] = await bench.said(filmId, 'unit.switched');
    expect(switched?.data).toMatchObject({
      model: VIDEO[1],
      from: { provider: 'gemini', model: VIDEO[0] },
      reason: { code: 'PROVIDER_REFUSED_CONTENT' },
    });
  });

  it('climbs the whole ladder to another model, each step once', async () => {
    await bench.setFaults({ match: CLIP, fault: 'refuse', flagged: 'input[1]', times: 3 });
    const filmId = await order({ fallbackOnRefusal: true });
    const [ready] = await bench.said(filmId, 'clip.ready');
    expect(await stepsOf(filmId)).toEqual(['clip 1: soften', 'clip 1: redraw', 'clip 1: fallback']);
    expect(await purchasesOf(filmId)).toEqual([
      'keyframe-0 gemini-nano-banana-2.1',
      'keyframe-1 gemini-nano-banana-2.1',
      'clip-1 gemini-omni-1.2-flash unbilled',
      'clip-prompt-1 gemini-3.8-flash',
      'clip-1 gemini-omni-1.2-flash unbilled',
      'redrawn-keyframe-1 gemini-nano-banana-2.1',
      'clip-1 gemini-omni-1.2-flash unbilled',
      'clip-1 gemini-omni-1.1-flash',
    ]);
    const drawn = await bench.askedFor(filmId);
    expect(drawn.find(({ labels }) => labels['unit'] === 'redrawn-keyframe-1')?.brief.prompt).toContain(
      'content filter',
    );
    expect(ready?.data).toMatchObject({ scene: 1, origin: 'bought' });
  });

  it.each([
    ['when nothing helps', true, 4],
    ['before another model of its film is asked, unless the film lets it be', false, 3],
  ])('ends as a gap by name %s', async (_, fallbackOnRefusal, asked) => {
    await bench.setFaults({ match: CLIP, fault: 'refuse', times: asked });
    const filmId = await order({ fallbackOnRefusal });
    const [failed] = await bench.said(filmId, 'clip.failed');
    expect(failed?.data.error.code).toBe('PROVIDER_REFUSED_CONTENT');
    expect((await stepsOf(filmId)).at(-1)).toBe('clip 1: gap');
    expect((await purchasesOf(filmId)).filter((line) => line.startsWith('clip-1'))).toHaveLength(asked);
  });

  it('is a gap at once where the film says so', async () => {
    await bench.setFaults({ match: CLIP, fault: 'refuse' });
    const filmId = await order({ onRefusal: 'gap' });
    await bench.said(filmId, 'clip.failed');
    expect(await stepsOf(filmId)).toEqual(['clip 1: gap']);
    expect(await purchasesOf(filmId)).toHaveLength(3);
  });

  it('goes without other words where the budget holds none, and is never bought beyond it', async () => {
    await bench.setFaults({ match: CLIP, fault: 'refuse' });
    const budgetMicros = 2 * 33_600 + SECONDS * 23_200;
    const filmId = await order({ budgetMicros, fallbackOnRefusal: true });
    const [kept] = await bench.said(filmId, 'prompt.kept');
    expect(kept?.data.error.code).toBe('BUDGET_EXCEEDED');
    await bench.said(filmId, 'keyframe.kept');
    await bench.said(filmId, 'clip.failed');
    const paid = (await bench.ledgerOf(filmId)).reduce((sum, { costMicros }) => sum + costMicros, 0);
    expect(paid).toBeLessThanOrEqual(budgetMicros);
  });

  it('has one keyframe drawn again for both clips that it spoils', async () => {
    await bench.setFaults(
      { match: { kind: 'video', promptIncludes: 'Scene 1 of 2' }, fault: 'refuse', flagged: 'input[1]', times: 2 },
      { match: { kind: 'video', promptIncludes: 'Scene 2 of 2' }, fault: 'refuse', flagged: 'input[0]', times: 2 },
    );
    const filmId = await order({}, 2);
    await bench.said(filmId, 'clip.ready', 2);
    const redrawn = (await purchasesOf(filmId)).filter((line) => line.startsWith('redrawn'));
    expect(redrawn).toEqual(['redrawn-keyframe-1 gemini-nano-banana-2.1']);
  });

  it('goes on where it was when every process is stopped between two steps', async () => {
    await bench.setFaults({ match: CLIP, fault: 'refuse', times: 2 });
    const filmId = await order();
    for (const fact of ['unit.refused', 'prompt.softened', 'keyframe.redrawn'] as const) {
      await bench.said(filmId, fact);
      for (const stage of ['planner', 'keyframer', 'clipper'] as const) await bench.stop(stage);
      for (const stage of ['planner', 'keyframer', 'clipper'] as const) await bench.start(stage);
    }
    await bench.said(filmId, 'clip.ready');
    expect(await stepsOf(filmId)).toEqual(['clip 1: soften', 'clip 1: redraw']);
    const units = (await purchasesOf(filmId)).map((line) => line.split(' ')[0]);
    expect(units.toSorted()).toEqual(
      ['keyframe-0', 'keyframe-1', 'clip-1', 'clip-prompt-1', 'clip-1', 'redrawn-keyframe-0', 'clip-1'].toSorted(),
    );
  });
});
