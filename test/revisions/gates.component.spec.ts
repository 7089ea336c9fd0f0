import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FilmView } from '@shared/contracts/film';
import { aStoryboardOf } from '@shared/testing/a-build';
import { FilmBench } from './film-bench';

describe('a film with gates', () => {
  let bench: FilmBench;
  beforeAll(async () => {
    bench = await FilmBench.start();
  });
  afterEach(() => bench.setFaults());
  afterAll(() => bench.stop());

  const waiting = (filmId: string, gate: string): Promise<FilmView> =>
    bench.waitForFilm(filmId, (film) => film.status === 'waiting' && film.gate === gate, `the ${gate} gate of`);
  const approve = (filmId: string) => bench.ask<FilmView>('POST', `/v1/films/${filmId}/approve`);
  const holds = (filmId: string) =>
    bench.query(
      `SELECT id FROM keyframer.attempts WHERE film_id = $1 AND finished_at IS NULL
       UNION ALL SELECT id FROM clipper.attempts WHERE film_id = $1`,
      [filmId],
    );

  it('buys nothing behind the one at which it waits, and goes on when it is approved', async () => {
    const prompt = 'A diver finds a bell';
    const { id } = await bench.order({ prompt, scenes: 2, approve: ['storyboard'], runThrough: 'keyframes' });
    const drafted = await waiting(id, 'storyboard');
    expect(drafted.scenes).toHaveLength(2);
    await bench.settled();
    expect(await bench.bought(id)).toEqual(['storyboard-0']);
    const key = { 'idempotency-key': 'storyboard' };
    const approveOnce = () => bench.ask<FilmView>('POST', `/v1/films/${id}/approve`, undefined, key);
    expect(await approveOnce()).toMatchObject({ status: 202, body: { status: 'running' } });
    const drawn = await waiting(id, 'keyframes');
    // Sent again, it says nothing of the gate behind.
    expect(await approveOnce()).toMatchObject({ status: 202, body: { status: 'waiting', gate: 'keyframes' } });
    expect(drawn.progress.keyframes.done).toBe(drawn.progress.keyframes.total);
    await bench.settled();
    expect(await holds(id)).toEqual([]);
    expect(drawn.cost.held).toBe('0.000000');
    await approve(id);
    expect(await bench.ended(id)).toMatchObject({ status: 'succeeded', progress: { clips: { done: 2 } } });
    expect((await approve(id)).status).toBe(409);
  });

  it('has a rejected storyboard written again with the notes, and its keyframes drawn with theirs', async () => {
    const { id } = await bench.order({
      prompt: 'A baker bakes the moon',
      scenes: 1,
      approve: ['storyboard', 'keyframes'],
    });
    await waiting(id, 'storyboard');
    const plan = await bench.revise('POST', `/v1/films/${id}/reject`, { notes: 'more snow', revision: 1 });
    expect(plan.units).toMatchObject([{ id: 'storyboard', take: 2, why: 'it was rejected: more snow' }]);
    await bench.waitForFilm(id, ({ revision, status }) => revision === 2 && status === 'waiting');
    expect(await bench.bought(id)).toEqual(['storyboard-0', 'storyboard-0']);
    await approve(id);
    await waiting(id, 'keyframes');
    await bench.revise('POST', `/v1/films/${id}/reject`, { notes: 'at night', scenes: [1] });
    const redrawn = await bench.waitForFilm(id, ({ revision, status }) => revision === 3 && status === 'waiting');
    expect(redrawn.scenes[0]?.start).toMatchObject({ take: 2, status: 'ready' });
    expect((await bench.bought(id)).filter((unit) => unit.startsWith('keyframe'))).toHaveLength(4);
    await bench.ask('POST', `/v1/films/${id}/cancel`);
    await bench.ended(id);
  });

  it('waits at the next one as soon as the first is approved, when what comes before it is there already', async () => {
    const storyboard = aStoryboardOf(['cut']);
    const scenes = storyboard.scenes.map((scene) => ({ ...scene, seconds: 3 }));
    const drawn = await bench.order({ storyboard: { ...storyboard, scenes }, runThrough: 'keyframes' });
    await waiting(drawn.id, 'keyframes');
    const { id } = await bench.order({ storyboard: { ...storyboard, scenes }, approve: ['storyboard', 'keyframes'] });
    await waiting(id, 'storyboard');
    await bench.revise('PATCH', `/v1/films/${id}/storyboard`, { title: 'By another name' });
    await bench.waitForFilm(id, ({ revision, status }) => revision === 2 && status === 'waiting');
    expect(await approve(id)).toMatchObject({ status: 202, body: { status: 'waiting', gate: 'keyframes' } });
    await approve(id);
    expect(await bench.ended(id)).toMatchObject({ status: 'succeeded', progress: { clips: { done: 1 } } });
  });

  it('is forked where it waits, and the fork waits there as well, for nothing', async () => {
    const { id } = await bench.order({ prompt: 'A train in the fog', scenes: 1, runThrough: 'keyframes' });
    await waiting(id, 'keyframes');
    const { filmId } = await bench.revise('POST', `/v1/films/${id}/fork`);
    await waiting(filmId ?? '', 'keyframes');
    expect(await bench.bought(filmId ?? '')).toEqual([]);
  });
});

describe('a film that did not come out whole', () => {
  let bench: FilmBench;
  beforeAll(async () => {
    bench = await FilmBench.start();
  });
  afterEach(() => bench.setFaults());
  afterAll(() => bench.stop());

  it('names its gaps, and a retry buys what is missing and nothing else', async () => {
    await bench.setFaults({ match: { kind: 'video' }, fault: 'refuse', times: 1 });
    const { id } = await bench.order({ prompt: 'A kite over a market', scenes: 2, minClips: 2, onRefusal: 'gap' });
    const failed = await bench.ended(id);
    expect(failed.status).toBe('failed');
    expect(failed.error).toMatchObject({ code: 'TOO_FEW_CLIPS', message: expect.stringContaining('1 of 2') });
    expect(failed.scenes.filter(({ why }) => why !== null).map(({ n }) => n)).toEqual(
      failed.gaps.map(({ scene }) => scene),
    );
    await bench.setFaults();
    const before = await bench.bought(id);
    const plan = await bench.revise('POST', `/v1/films/${id}/retry`, { revision: 1 });
    expect(plan.totals).toMatchObject({ missing: 1, stale: 0 });
    expect(await bench.ended(id)).toMatchObject({ status: 'succeeded', revision: 2, gaps: [] });
    const extra = (await bench.bought(id)).filter((unit) => unit.startsWith('clip'));
    expect(extra.length - before.filter((unit) => unit.startsWith('clip')).length).toBe(1);
    expect((await bench.ask('POST', `/v1/films/${id}/retry`)).status).toBe(409);
  });

  it('that was cancelled goes on where it was', async () => {
    const { id } = await bench.order({ prompt: 'A clock in the desert', scenes: 3 });
    await bench.waitForFilm(id, ({ progress }) => progress.keyframes.done >= 2);
    await bench.ask('POST', `/v1/films/${id}/cancel`);
    expect((await bench.ended(id)).status).toBe('cancelled');
    const before = await bench.bought(id);
    await bench.revise('POST', `/v1/films/${id}/retry`);
    const film = await bench.ended(id);
    expect(film).toMatchObject({ status: 'succeeded', revision: 2 });
    const bought = await bench.bought(id);
    const done = before.filter((unit) => unit === 'keyframe-0' || unit === 'storyboard-0');
    for (const unit of done) expect(bought.filter((other) => other === unit)).toHaveLength(1);
  });

  it('is refused what its limit does not hold, before anything is bought', async () => {
    const { id } = await bench.order({ prompt: 'A cat on a roof', scenes: 1, budgetUsd: '0.2' });
    const film = await bench.ended(id);
    const { status, body } = await bench.ask('POST', `/v1/films/${id}/scenes/1/regenerate`, { part: 'clip' });
    expect([film.status, status, body]).toMatchObject(['succeeded', 402, { code: 'BUDGET_EXCEEDED' }]);
  });
});
