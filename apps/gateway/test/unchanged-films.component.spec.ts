import { describe, expect, it } from '@jest/globals';
import { type Plan, planSchema } from '@shared/contracts/revisions';
import { startOnce } from '@shared/testing/start-once';
import { EXAMPLE_STORYBOARD } from './example-storyboard';
import { finishFilm } from './finished-film';
import { getFilm, orderFilm, prepareGateways } from './start-gateway';

const setup = startOnce(
  async () => {
    const bundle = await prepareGateways();
    const gateway = await bundle.startGateway();
    const { id } = await orderFilm(gateway);
    return { bundle, gateway, film: await finishFilm(bundle, gateway, id) };
  },
  ({ bundle }) => bundle.stop(),
);

/** Everything that a revision would add to. */
async function readTraces() {
  const { bundle, gateway, film } = setup();
  const [rows] = await bundle.database.dataSource.query<object[]>(
    `SELECT (SELECT count(*) FROM outbox WHERE film_id = $1)::int AS stated,
            (SELECT count(*) FROM film_events WHERE film_id = $1)::int AS told`,
    [film.id],
  );
  return { rows, film: await getFilm(gateway, film.id), keys: await bundle.listKeys() };
}

const { title, styleGuide, characters, scenes } = EXAMPLE_STORYBOARD;

describe('an edit that leaves a film as it is', () => {
  it.each<[string, object]>([
    ['names nothing', {}],
    ['gives title, style guide and characters again', { title, styleGuide, characters }],
    ['sets a field to what it is', { changes: [{ op: 'edit', scene: 1, set: { seconds: scenes[0]?.seconds } }] }],
    ['moves a scene to where it is', { changes: [{ op: 'move', scene: 2, after: 1 }] }],
    [
      'moves a scene away and back',
      {
        changes: [
          { op: 'move', scene: 2, after: null },
          { op: 'move', scene: 1, after: null },
        ],
      },
    ],
    [
      'takes away images that were not there',
      { references: [], keyframes: [{ scene: 1, frame: 'start', image: null }] },
    ],
    ['names the model that it has', { models: { video: ['gemini-omni-1.2-flash'] } }],
  ])('is answered with its plan and makes no revision: one that %s', async (_, edit) => {
    const before = await readTraces();
    const response = await setup().film.send('PATCH', 'storyboard', edit);
    const plan = planSchema.parse(await response.json());
    expect([response.status, response.headers.get('location')]).toEqual([200, null]);
    expect(plan).toMatchObject({ changed: false, dryRun: false, revision: 1 });
    expect(await readTraces()).toEqual(before);
  });

  it('is told so when it is only asked for', async () => {
    const ask = async (edit: object) => {
      const response = await setup().film.send('PATCH', 'storyboard?dryRun=true', edit);
      return [response.status, (await response.json()) as Plan] as const;
    };
    expect(await ask({ title })).toMatchObject([200, { changed: false, dryRun: true, revision: 1 }]);
    expect(await ask({ title: 'Another' })).toMatchObject([200, { changed: true, dryRun: true, revision: 2 }]);
  });

  it('is still for the revision that it names', async () => {
    expect((await setup().film.send('PATCH', 'storyboard', { title, revision: 2 })).status).toBe(409);
  });

  it('changes nothing either when it comes again under its key after the film has moved on', async () => {
    const { bundle, gateway } = setup();
    const { id } = await orderFilm(gateway);
    const { send } = await finishFilm(bundle, gateway, id);
    const sendKeyed = () => send('PATCH', 'storyboard', { title }, { 'idempotency-key': 'put-it-back' });
    expect((await sendKeyed()).status).toBe(200);
    expect((await send('PATCH', 'storyboard', { title: 'Another' })).status).toBe(202);
    await sendKeyed();
    expect((await getFilm(gateway, id)).revision).toBe(2);
  });
});

describe('a cut that is to be what it is', () => {
  it.each([[{}], [{ captions: 'files' }], [{ transitions: [], loudnessLufs: -16, music: null }]])(
    'is answered with the film and not made again: %j',
    async (cut) => {
      const before = await readTraces();
      const response = await setup().film.send('PATCH', 'cut', cut);
      expect([response.status, await response.json()]).toEqual([200, before.film]);
      expect(await readTraces()).toEqual(before);
    },
  );
});
