import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FilmView } from '@shared/contracts/film';
import { type Storyboard, storyboardSchema } from '@shared/contracts/storyboard';
import { aStoryboardOf } from '@shared/testing/a-build';
import { FilmBench } from './film-bench';

const acts = fc.record({
  act: fc.constantFrom(
    'motion' as const,
    'frame' as const,
    'remove' as const,
    'add' as const,
    'regenerate' as const,
    'cancel' as const,
    'fork' as const,
  ),
  scene: fc.nat(5),
  part: fc.constantFrom('start' as const, 'end' as const, 'clip' as const),
  /** How many keyframes and clips are made before the next act: revisions begin anywhere in the middle. */
  after: fc.nat(4),
});
type Act = typeof acts extends fc.Arbitrary<infer T> ? T : never;

const RUNS = Number(process.env['FILM_LIVES'] ?? 1);

describe('any life of a film', () => {
  let bench: FilmBench;
  let fresh: FilmBench;
  beforeAll(async () => {
    [bench, fresh] = await Promise.all([FilmBench.start(), FilmBench.start()]);
  });
  afterAll(async () => {
    await Promise.all([bench.stop(), fresh.stop()]);
  });

  const post = (filmId: string, path: string, body: object = {}) =>
    bench.ask<{ filmId: string }>('POST', `/v1/films/${filmId}/${path}`, body);

  const madeOf = ({ progress, status }: FilmView) => ({ count: progress.keyframes.done + progress.clips.done, status });

  async function perform(filmId: string, { act, scene, part }: Act, word: string): Promise<string> {
    const { scenes } = await bench.film(filmId);
    const n = (scene % scenes.length) + 1;
    const patch = (changes: object[]) => bench.ask('PATCH', `/v1/films/${filmId}/storyboard`, { changes });
    const [added] = aStoryboardOf(['cut']).scenes;
    if (act === 'motion') await patch([{ op: 'edit', scene: n, set: { motionPrompt: `${word} pans left` } }]);
    if (act === 'frame') await patch([{ op: 'edit', scene: n, set: { endFramePrompt: `${word} in a storm` } }]);
    if (act === 'remove' && scenes.length > 1) await patch([{ op: 'remove', scene: n }]);
    if (act === 'add' && scenes.length < 4) await patch([{ op: 'add', after: n, scene: { ...added, seconds: 3 } }]);
    if (act === 'regenerate') await post(filmId, `scenes/${n}/regenerate`, { part });
    if (act === 'cancel') return cancelAndRetry(filmId);
    if (act !== 'fork') return filmId;
    await bench.ended(filmId);
    return (await post(filmId, 'fork')).body.filmId;
  }

  async function cancelAndRetry(filmId: string): Promise<string> {
    await post(filmId, 'cancel');
    await bench.ended(filmId);
    // One that had ended before has nothing to be tried again.
    await post(filmId, 'retry');
    return filmId;
  }

  async function live(storyboard: Storyboard, sequence: Act[]): Promise<FilmView> {
    let { id } = await bench.order({ storyboard });
    await bench.waitForFilm(id, ({ progress }) => progress.storyboard.done === 1);
    for (const [i, next] of sequence.entries()) {
      const before = madeOf(await bench.film(id)).count;
      await bench.waitForFilm(id, (film) => madeOf(film).count >= before + next.after || film.finishedAt !== null);
      id = await perform(id, next, `act ${i}`);
    }
    const film = await bench.ended(id);
    return film.status === 'succeeded' ? film : bench.ended((await post(id, 'retry')).body.filmId);
  }

  it(
    'ends with the files of a fresh build of its last revision, and nothing bought twice',
    async () => {
      const lives = fc.array(acts, { minLength: 3, maxLength: 5 });
      let life = 0;
      await fc.assert(
        fc.asyncProperty(lives, async (sequence) => {
          life += 1;
          const { scenes, ...rest } = aStoryboardOf(['cut', 'continue']);
          const own = scenes.map((scene) => ({
            ...scene,
            seconds: 3,
            description: `Life ${life}: ${scene.description}`,
          }));
          const framed = own.map((scene) => ({
            ...scene,
            startFramePrompt: `life ${life}, ${scene.startFramePrompt}`,
          }));
          const film = await live(storyboardSchema.parse({ ...rest, scenes: framed }), sequence);
          expect(film.status).toBe('succeeded');
          const storyboard = (await bench.ask<Storyboard>('GET', film.links.storyboard)).body;
          const built = await fresh.ended((await fresh.order({ storyboard })).id);
          expect(filesOf(film)).toEqual(filesOf(built));
          await bench.settled();
          for (const stage of ['keyframer', 'clipper']) {
            const twice = await bench.query(
              `SELECT input_hash FROM ${stage}.attempts WHERE status = 'stored' GROUP BY input_hash HAVING count(*) > 1`,
            );
            expect(twice).toEqual([]);
          }
        }),
        { numRuns: RUNS, endOnFailure: true },
      );
    },
    5 * 60_000,
  );
});

function filesOf({ scenes }: FilmView) {
  return scenes.map(({ start, end, clip }) => [start.sha256, end.sha256, clip.sha256]);
}
