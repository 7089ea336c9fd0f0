import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FilmView, Problem } from '@shared/contracts/film';
import type { Plan, TakeList } from '@shared/contracts/revisions';
import { aStoryboardOf } from '@shared/testing/a-build';
import { runRecorded } from '../../apps/cli/test/run-recorded';
import { waitFor } from '@shared/testing/wait-for';
import { FilmBench } from './film-bench';

/** Ten scenes in chains of two: keyframes 0-1-2, 3-4-5, …; scene 3 opens the second chain. */
const TEN = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? ('cut' as const) : ('continue' as const)));

describe('a finished film of ten scenes', () => {
  let bench: FilmBench;
  let film: FilmView;
  beforeAll(async () => {
    bench = await FilmBench.start();
    const storyboard = aStoryboardOf(TEN);
    const scenes = storyboard.scenes.map((scene) => ({ ...scene, seconds: 3 }));
    const { id } = await bench.order({ storyboard: { ...storyboard, scenes } });
    film = await bench.ended(id);
  });
  afterAll(() => bench.stop());

  const edit = { op: 'edit', scene: 3, set: { endFramePrompt: 'a storm over the lighthouse' } };
  const patch = (changes: object[], query = '') => [`/v1/films/${film.id}/storyboard${query}`, { changes }] as const;

  it('was bought unit by unit, each once', async () => {
    expect(film).toMatchObject({ status: 'succeeded', revision: 1, gaps: [] });
    const bought = await bench.bought(film.id);
    expect(bought).toHaveLength(15 + 10);
    expect(new Set(bought).size).toBe(25);
  });

  it('is told what an edit would buy, and nothing is changed by asking', async () => {
    const [path, body] = patch([edit], '?dryRun=true');
    const { status, body: plan } = await bench.ask<Plan>('PATCH', path, body);
    expect(status).toBe(200);
    expect(plan).toMatchObject({ dryRun: true, revision: 2, totals: { fresh: 21, stale: 4, missing: 0 } });
    expect(plan.units.filter(({ state }) => state === 'stale').map(({ id, why }) => [id, why])).toEqual([
      ['keyframe/s3/end', 'the words for the frame were changed'],
      ['keyframe/s4/end', 'the end keyframe of scene s3 is made anew'],
      ['clip/s3', 'the end keyframe of scene s3 is made anew'],
      ['clip/s4', expect.stringContaining('the end keyframe of scene s3 is made anew')],
    ]);
    expect(await bench.film(film.id)).toEqual(film);
  });

  it.each([
    ['12 s with a last frame', { changes: [{ op: 'edit', scene: 3, set: { seconds: 12 } }] }, 'scenes[2].seconds', 12],
    ['a model that nobody knows', { models: { video: ['veo-4'] } }, 'models.video[0]', 'veo-4'],
    [
      'a model for which there is no key',
      { models: { video: ['veo-3.1-generate-001'] } },
      'models.video[0]',
      'veo-3.1-generate-001',
    ],
  ])('is not changed to %s', async (_, body, field, value) => {
    const answer = await bench.ask<Problem>('PATCH', `/v1/films/${film.id}/storyboard`, body);
    expect(answer.status).toBe(422);
    const fault = answer.body.errors?.find((error) => error.field === field);
    expect(fault).toMatchObject({ value });
    expect(fault?.models).toBeInstanceOf(Array);
    expect(await bench.film(film.id)).toEqual(film);
  });

  it.each([
    ['of another video model makes every clip anew', ['gemini-omni-1.1-flash'], 10],
    ['of a further video model makes nothing anew', ['gemini-omni-1.2-flash', 'gemini-omni-1.1-flash'], 0],
  ])('the plan %s', async (_, video, stale) => {
    const path = `/v1/films/${film.id}/storyboard?dryRun=true`;
    const { body: plan } = await bench.ask<Plan>('PATCH', path, { models: { video } });
    expect(plan.totals).toMatchObject({ stale, fresh: 25 - stale });
  });

  it('buys no more than what hangs on the edited scene, though every service stops in the middle', async () => {
    const before = await bench.bought(film.id);
    const [path, body] = patch([edit]);
    const plan = await bench.revise('PATCH', path, { ...body, revision: 1 });
    expect(plan.totals).toMatchObject({ stale: 4, fresh: 21 });
    const running = await bench.film(film.id);
    expect(running.scenes[2]).toMatchObject({
      id: 's3',
      why: 'the end keyframe of scene s3 is made anew',
      end: { stale: {} },
    });
    await bench.stopServices();
    await bench.startServices();
    const edited = await bench.ended(film.id);
    expect(edited).toMatchObject({ status: 'succeeded', revision: 2, videoRevision: 2 });
    const extra = [...(await bench.bought(film.id))];
    for (const unit of before) extra.splice(extra.indexOf(unit), 1);
    expect(extra).toEqual(['clip-3', 'clip-4', 'keyframe-4', 'keyframe-5']);
    const shas = (view: FilmView) => view.scenes.map(({ clip }) => clip.sha256);
    expect(shas(edited).map((sha, i) => sha === shas(film)[i])).toEqual(TEN.map((_, i) => i !== 2 && i !== 3));
    expect(edited.scenes.every(({ why }) => why === null)).toBe(true);
  });

  it('refuses a change of a revision that is no more, and names both', async () => {
    const [path, body] = patch([edit]);
    const { status, body: problem } = await bench.ask('PATCH', path, { ...body, revision: 1 });
    expect([status, problem]).toMatchObject([409, { code: 'CONFLICT', revision: 2, expectedRevision: 1 }]);
  });

  it('has its first take back at no cost, and the ledger says where that came from', async () => {
    const before = await bench.bought(film.id);
    const takes = await bench.ask<{ data: { part: string; sha256: string; selected: boolean }[] }>(
      'GET',
      `/v1/films/${film.id}/scenes/3/takes`,
    );
    const old = takes.body.data.find(({ part, selected }) => part === 'end' && !selected);
    expect(old?.sha256).toBe(film.scenes[2]?.end.sha256);
    const plan = await bench.revise('PUT', `/v1/films/${film.id}/scenes/3/selected`, {
      part: 'end',
      sha256: old?.sha256,
    });
    // The words of the scene after it are as they were, so what was made from the old take is there as well.
    expect(plan.totals).toMatchObject({ stale: 0, missing: 0 });
    const selected = await bench.ended(film.id);
    expect(selected.scenes.map(({ clip }) => clip.sha256)).toEqual(film.scenes.map(({ clip }) => clip.sha256));
    expect(await bench.bought(film.id)).toEqual(before);
    const costs = await bench.ask<{ reused: { id: string; revision: number; origin: string; captured: string }[] }>(
      'GET',
      `/v1/films/${film.id}/costs`,
    );
    const lines = costs.body.reused.filter(({ revision }) => revision === 3);
    expect(lines).toHaveLength(25);
    expect(lines.find(({ id }) => id === 'keyframe/s3/end')).toMatchObject({ origin: 'pinned', captured: '0.000000' });
    const [ledger] = await bench.query<{ micros: number }>(
      `SELECT sum(micros)::int AS micros FROM clipper.ledger WHERE film_id = $1 AND change = 'reuse' HAVING count(*) = 18`,
      [film.id],
    );
    expect(ledger?.micros).toBe(0);
  });

  it('is changed and looked at from the command line', async () => {
    const run = (...args: string[]) => runRecorded(args, bench.url);
    const planned = await run('edit', film.id, '--scene', '1', '--set', 'motionPrompt=pull out', '--dry-run');
    expect(planned).toMatchObject({ code: 0 });
    expect(planned.out).toMatch(/revision 4: 24 kept, 1 to be made; \$0\.07 would be bought/);
    expect(planned.out).toContain('the words for the motion were changed');
    expect((await run('takes', film.id, '3')).out).toMatch(/end +1 +used +.*[0-9a-f]{64}\nend +1 /);
    expect(await run('regenerate', film.id, '99', '--dry-run')).toMatchObject({ code: 2 });
    expect(await run('retry', film.id)).toMatchObject({ code: 2 });
    expect((await run('fork', film.id, '--dry-run', '--revision', '1')).err).toContain('is at revision 3');
  });

  it('is changed once by a request that comes again under its key, and forked once', async () => {
    const { id } = await bench.order({ prompt: 'A potter shapes the rain', scenes: 1, minClips: 1 });
    await bench.ended(id);
    const ask = (path: string, body: object, key: string) =>
      bench.ask<Plan>('POST', `/v1/films/${id}/${path}`, body, { 'idempotency-key': key });
    const regenerate = { revision: 1, note: 'slower' };
    const changes = await Promise.all([1, 2].map(() => ask('scenes/1/regenerate', regenerate, 'once')));
    expect(changes.map(({ status, body }) => [status, body.revision])).toEqual([
      [202, 2],
      [202, 2],
    ]);
    await bench.ended(id);
    const late = await ask('scenes/1/regenerate', regenerate, 'once');
    expect(late.body).toMatchObject({ revision: 2, totals: { fresh: 3, price: '0.000000' } });
    expect((await bench.bought(id)).filter((unit) => unit === 'clip-1')).toHaveLength(2);
    const { body: takes } = await bench.ask<TakeList>('GET', `/v1/films/${id}/scenes/1/takes`);
    const used = takes.data.filter(({ part, selected }) => part === 'clip' && selected);
    expect(used.map(({ take }) => take)).toEqual([2]);
    const other = await ask('scenes/1/regenerate', { ...regenerate, note: 'faster' }, 'once');
    expect([other.status, other.body]).toMatchObject([409, { code: 'CONFLICT' }]);
    const forks = [await ask('fork', {}, 'fork'), await ask('fork', {}, 'fork')].map(({ body }) => body.filmId ?? '');
    expect(new Set(forks).size).toBe(1);
    await bench.ended(forks[0] ?? '');
    for (const filmId of [id, ...forks.slice(1)]) await bench.ask('DELETE', `/v1/films/${filmId}`);
  });

  it('is forked after it was cut in another way, and the fork is cut and streamed as its own', async () => {
    const { id } = await bench.order({ prompt: 'A smith forges the dawn', scenes: 1 });
    await bench.ended(id);
    const recut = await bench.ask<FilmView>('PATCH', `/v1/films/${id}/cut`, { loudnessLufs: -18 });
    expect(recut).toMatchObject({ status: 202, body: { status: 'queued' } });
    await bench.ended(id);
    const { filmId } = await bench.revise('POST', `/v1/films/${id}/fork`);
    const { links, cut } = await bench.film(filmId ?? '');
    expect([links.stream, cut]).toMatchObject([null, { loudnessLufs: -18 }]);
    expect(await bench.ended(filmId ?? '')).toMatchObject({ status: 'succeeded', cost: { captured: '0.000000' } });
    for (const each of [id, filmId]) await bench.ask('DELETE', `/v1/films/${each}`);
  });

  it('is forked for nothing; when one of the two is deleted, the other still plays', async () => {
    const before = await bench.bought(film.id);
    const plan = await bench.revise('POST', `/v1/films/${film.id}/fork`);
    expect(plan.totals).toMatchObject({ fresh: 25, price: '0.000000' });
    const forkId = plan.filmId ?? '';
    // At once: the fork has not even begun.
    expect((await bench.ask('DELETE', `/v1/films/${film.id}`)).status).toBe(204);
    expect((await bench.ask('GET', `/v1/films/${film.id}`)).status).toBe(404);
    const fork = await bench.ended(forkId);
    expect(fork).toMatchObject({
      status: 'succeeded',
      revision: 1,
      forkedFrom: film.id,
      cost: { captured: '0.000000' },
    });
    expect(await bench.bought(film.id, forkId)).toEqual(before);
    await bench.settled();
    for (const path of [
      fork.links.video,
      ...fork.scenes.flatMap(({ start, end, clip }) => [start.link, end.link, clip.link]),
    ]) {
      const { status } = await fetchHead(bench, path);
      expect([path, status]).toEqual([path, 200]);
    }
    const { links } = fork;
    expect((await bench.ask('DELETE', links.self)).status).toBe(204);
    // Nobody holds anything any more.
    // A folder that goes while it is read says that they are still going.
    const areGone = async (): Promise<boolean> => (await bench.listFiles().catch(() => ['going'])).length === 0;
    await waitFor(areGone, { what: 'the end of all files', timeoutMs: 60_000 });
  });
});

async function fetchHead(bench: FilmBench, path: string | null): Promise<{ status: number }> {
  return bench.ask('HEAD', path ?? '/none');
}
