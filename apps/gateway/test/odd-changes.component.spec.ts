import { describe, expect, it } from '@jest/globals';
import type { FilmEvent } from '@shared/contracts/events';
import { problemSchema } from '@shared/contracts/film';
import { planSchema } from '@shared/contracts/revisions';
import { startOnce } from '@shared/testing/start-once';
import { EXAMPLE_STORYBOARD } from './example-storyboard';
import { approval, factsOf } from './film-builders';
import { finishFilm, MODELS } from './finished-film';
import { getFilm, orderFilm, prepareGateways } from './start-gateway';

const setup = startOnce(
  async () => {
    const bundle = await prepareGateways();
    const gateway = await bundle.startGateway();
    const { id } = await orderFilm(gateway);
    const [first, second] = EXAMPLE_STORYBOARD.scenes.map((scene, i) => ({ ...scene, id: ['2', '1'][i] }));
    if (first === undefined || second === undefined) throw new Error('the example has no two scenes');
    const film = await finishFilm(bundle, gateway, id, { ...EXAMPLE_STORYBOARD, scenes: [first, second] });
    return { bundle, gateway, film };
  },
  ({ bundle }) => bundle.stop(),
);

async function faultsOf(response: Response) {
  expect([400, 422]).toContain(response.status);
  return problemSchema.parse(await response.json()).errors;
}

/** One that waits at its first gate, before anything is drawn. */
async function aWaitingFilm() {
  const { bundle, gateway } = setup();
  const { id } = await orderFilm(gateway, { approve: ['storyboard'] });
  const fact = factsOf(id);
  const text = Buffer.from(JSON.stringify(EXAMPLE_STORYBOARD));
  const key = `t/tenant_default/films/${id}/storyboard`;
  const storyboard = await bundle.store.put(key, text, { mediaType: 'application/json' });
  const { data } = approval(fact, ['cut', 'continue']) as FilmEvent<'storyboard.approved'>;
  await gateway.hear(
    fact('storyboard.drafted', {
      ...data,
      storyboard,
      models: MODELS,
      spec: { ...data.spec, approve: ['storyboard'] },
    }),
  );
  expect((await getFilm(gateway, id)).status).toBe('waiting');
  return { id, reject: (body: object) => sendTo(`films/${id}/reject`, body) };
}

function sendTo(path: string, body: object | string): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  return fetch(`${setup().gateway.url}/v1/${path}`, { method: 'POST', headers, body: text });
}

describe('a change that its user only wants to try out', () => {
  it.each([
    ['PATCH', 'storyboard?dryrun=true', 'dryrun'],
    ['POST', 'scenes/1/regenerate?dry_run=true', 'dry_run'],
    ['PUT', 'scenes/1/selected?dryRun[]=true', 'dryRun[]'],
    ['POST', 'retry?dryRun=true&dryrun=true', 'dryrun'],
    ['POST', 'fork?DryRun=true', 'DryRun'],
    ['POST', 'reject?dryrun=true', 'dryrun'],
    ['POST', 'approve?dryRun=true', 'dryRun'],
    ['POST', 'cancel?dryRun=true', 'dryRun'],
    ['PATCH', 'cut?dryRun=true', 'dryRun'],
  ])('is not made where that is asked for in a way that nobody reads: %s %s', async (method, path, field) => {
    const { gateway, film } = setup();
    const before = await getFilm(gateway, film.id);
    const body = path.includes('selected') ? { sha256: '0'.repeat(64) } : path.includes('reject') ? { notes: 'x' } : {};
    const faults = await faultsOf(await film.send(method, path, body));
    expect(faults).toEqual([{ field, rule: expect.stringMatching(/is not a (field|parameter)/), value: 'true' }]);
    expect(await getFilm(gateway, film.id)).toEqual(before);
  });

  it('does not end the film', async () => {
    const { gateway, film } = setup();
    const response = await fetch(`${gateway.url}/v1/films/${film.id}?dryRun=true`, { method: 'DELETE' });
    expect(await faultsOf(response)).toMatchObject([{ field: 'dryRun' }]);
    expect((await getFilm(gateway, film.id)).status).toBe('succeeded');
  });

  it('is not ordered', async () => {
    const { gateway } = setup();
    const count = async () =>
      ((await (await fetch(`${gateway.url}/v1/films`)).json()) as { data: unknown[] }).data.length;
    const before = await count();
    expect(await faultsOf(await sendTo('films?dryrun=true', { prompt: 'x' }))).toMatchObject([{ field: 'dryrun' }]);
    expect(await count()).toBe(before);
  });
});

describe('a scene whose id is the number of another', () => {
  it.each([
    ['2', 'clip/1'],
    ['1', 'clip/2'],
  ])('is not taken for that one in an address: %s', async (n, unitId) => {
    const response = await setup().film.send('POST', `scenes/${n}/regenerate?dryRun=true`);
    const { units } = planSchema.parse(await response.json());
    expect(units.filter(({ take }) => take === 2).map(({ id }) => id)).toEqual([unitId]);
  });
});

describe('a rejection', () => {
  it('of no scene is none', async () => {
    const { reject } = await aWaitingFilm();
    expect(await faultsOf(await reject({ notes: 'more snow', scenes: [] }))).toMatchObject([
      { field: 'scenes', value: 'an array of 0' },
    ]);
  });

  it('of scenes is none of the storyboard, which would be written anew as a whole', async () => {
    const { id, reject } = await aWaitingFilm();
    expect(await faultsOf(await reject({ notes: 'more snow', scenes: [2] }))).toMatchObject([
      { field: 'scenes', value: 'an array of 1' },
    ]);
    expect((await getFilm(setup().gateway, id)).revision).toBe(1);
    expect((await reject({ notes: 'more snow' })).status).toBe(202);
  });
});

it.each(['', '{', '{"a":', '{"__proto__":{"a":1}}'])('a body that is no JSON is named: %s', async (text) => {
  const faults = await faultsOf(await sendTo(`films/${setup().film.id}/fork`, text));
  expect(faults).toEqual([{ field: '(body)', rule: 'must be JSON', value: '(not shown)' }]);
});
