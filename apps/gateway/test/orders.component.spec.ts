import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ArtifactStore } from '@shared/artifacts/artifact-store';
import type { EventData } from '@shared/contracts/events';
import { type Problem, problemSchema } from '@shared/contracts/film';
import { EXAMPLE_STORYBOARD } from './example-storyboard';
import { brokenStore } from './broken-store';
import { type Gateway, type GatewayBundle, getFilm, orderFilm, post, prepareGateways } from './start-gateway';

const started: { bundle: GatewayBundle; one: Gateway; two: Gateway; storeless: Gateway }[] = [];

function setup() {
  const [bundle] = started;
  if (bundle === undefined) throw new Error('the gateways did not start');
  return bundle;
}

beforeAll(async () => {
  const bundle = await prepareGateways();
  const one = await bundle.startGateway();
  started.push({
    bundle,
    one,
    two: await bundle.startGateway(),
    storeless: await bundle.startGateway(brokenStore()),
  });
});
afterAll(() => setup().bundle.stop(), 30_000);

async function countFilms(): Promise<number> {
  const [row] = await setup().bundle.database.dataSource.query<{ count: number }[]>(
    'SELECT count(*)::int AS count FROM films',
  );
  return row?.count ?? -1;
}

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return problemSchema.parse(await response.json());
}

const good = { prompt: 'a lighthouse at dusk' };
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

describe('bad input', () => {
  it.each<[string, unknown, number, string[]]>([
    ['an empty prompt', { prompt: '' }, 422, ['prompt']],
    ['a blank prompt', { prompt: ' \n ' }, 422, ['prompt']],
    ['no prompt', {}, 422, ['prompt']],
    ['prompt and storyboard', { ...good, storyboard: EXAMPLE_STORYBOARD }, 422, ['prompt']],
    ['61 scenes', { ...good, scenes: 61 }, 422, ['scenes']],
    ['no scenes', { ...good, scenes: 0 }, 422, ['scenes']],
    ['half a scene', { ...good, scenes: 1.5 }, 422, ['scenes']],
    ['a huge number', '{"prompt":"x","scenes":1e999}', 422, ['scenes']],
    ['an unknown style', { ...good, style: 'baroque' }, 422, ['style']],
    ['a negative budget', { ...good, budgetUsd: '-1' }, 422, ['budgetUsd']],
    ['a budget of nothing', { ...good, budgetUsd: '0' }, 422, ['budgetUsd']],
    ['a budget as number', { ...good, budgetUsd: 5 }, 422, ['budgetUsd']],
    ['an unknown field', { ...good, sceens: 3 }, 422, ['sceens']],
    ['every fault at once', { scenes: 61, style: 'x', foo: 1 }, 422, ['scenes', 'style', 'foo', 'prompt']],
    ['a NUL in the prompt', { prompt: 'a\0b' }, 422, ['prompt']],
    ['half a surrogate pair in the prompt', '{"prompt":"a\\ud800"}', 422, ['prompt']],
    ['half a surrogate pair in metadata', '{"prompt":"a","metadata":{"k":"\\ud800"}}', 422, ['metadata.k']],
    ['half a surrogate pair as key', '{"prompt":"a","metadata":{"\\ud800":"v"}}', 422, ['metadata.\ufffd']],
    ['a NUL in metadata', { ...good, metadata: { k: '\0' } }, 422, ['metadata']],
    ['too much metadata', { ...good, metadata: { k: 'x'.repeat(501) } }, 422, ['metadata.k']],
    ['metadata that are deep', `{"prompt":"a","metadata":{"k":${deep}}}`, 422, ['metadata.k']],
    ['a list', [], 422, ['(body)']],
    ['null', 'null', 422, ['(body)']],
    ['wrong JSON', '{"prompt":', 400, ['(body)']],
    ['no body', '', 400, ['(body)']],
    ['a prototype', '{"prompt":"a","__proto__":{"x":1}}', 400, ['(body)']],
    ['a megabyte', JSON.stringify({ prompt: 'x'.repeat(1_000_000 - 13) }), 413, []],
  ])('%s is refused and nothing is started', async (_, body, status, fields) => {
    const before = await countFilms();
    const response = await post(`${setup().one.url}/v1/films`, body);
    const problem = await problemOf(response);
    expect([response.status, problem.status]).toEqual([status, status]);
    expect(problem).toMatchObject({ code: 'INVALID_INPUT', retryable: false });
    expect((problem.errors ?? []).map(({ field }) => field).sort()).toEqual([...fields].sort());
    expect(await countFilms()).toBe(before);
  });

  it('names field, rule and value', async () => {
    const problem = await problemOf(await post(`${setup().one.url}/v1/films`, { ...good, scenes: 61 }));
    expect(problem.errors).toMatchObject([{ field: 'scenes', value: 61 }]);
    expect(problem.errors?.[0]?.rule).toBe('must be at most 60');
  });

  it.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=utf-8', 202],
  ])('a body of %s answers %d', async (type, status) => {
    const response = await post(`${setup().one.url}/v1/films`, good, { 'content-type': type });
    expect(response.status).toBe(status);
  });

  it.each([
    ['GET', '/v1/films/film_nobody', 404],
    ['GET', '/v1/films/%00', 404],
    ['GET', '/v1/films/%ff', 400],
    ['GET', `/v1/films/${'x'.repeat(500)}`, 414],
    ['GET', '/v1/films/__proto__/events', 404],
    ['GET', '/v1/films/film_00000000000000000000000000/scenes/1e9/clip', 404],
    ['GET', '/v1/nothing', 404],
    ['GET', '//', 404],
    ['POST', '/health/live', 405],
    ['PUT', '/v1/films', 405],
    ['GET', '/v1/films?limit=0', 422],
    ['GET', '/v1/films?limit=101', 422],
    ['GET', '/v1/films?limit=x', 422],
    ['GET', '/v1/films?limit=1&limit=2', 422],
    ['GET', '/v1/films?cursor=%00', 422],
    ['GET', '/v1/films?cursor=AAAA', 422],
    ['GET', '/v1/films?status=dreaming', 422],
    ['GET', '/v1/films?status=__proto__', 422],
    ['DELETE', '/v1/films/film_00000000000000000000000000', 404],
    ['POST', '/v1/films/film_00000000000000000000000000/cancel', 404],
  ])('%s %s answers %d as a problem', async (method, path, status) => {
    const response = await fetch(setup().one.url + path, { method });
    expect(response.status).toBe(status);
    await problemOf(response);
  });
});

describe('Idempotency-Key', () => {
  it('makes one film of a hundred requests at once, over two replicas', async () => {
    const { one, two } = setup();
    const before = await countFilms();
    const headers = { 'idempotency-key': 'race' };
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => post(`${i % 2 ? one.url : two.url}/v1/films`, good, headers)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const films = (await Promise.all(answers.map((answer) => answer.json()))) as { id: string }[];
    expect(new Set(films.map(({ id }) => id)).size).toBe(1);
    expect(await countFilms()).toBe(before + 1);
  });

  it('does not depend on the order of fields, and refuses another order', async () => {
    const { one } = setup();
    const headers = { 'idempotency-key': 'twice' };
    const first = await post(`${one.url}/v1/films`, { ...good, scenes: 3 }, headers);
    const second = await post(`${one.url}/v1/films`, { scenes: 3, ...good }, headers);
    expect(await second.json()).toEqual(await first.json());
    const other = await post(`${one.url}/v1/films`, { ...good, scenes: 4 }, headers);
    expect(other.status).toBe(409);
    expect((await problemOf(other)).code).toBe('CONFLICT');
  });

  it('is refused when it is not a key', async () => {
    const response = await post(`${setup().one.url}/v1/films`, good, { 'idempotency-key': 'a b' });
    expect((await problemOf(response)).errors?.[0]?.field).toBe('Idempotency-Key');
  });
});

describe('the models of an order', () => {
  it('are shown, and told to the stages, with those of the settings where it names none', async () => {
    const { one, bundle } = setup();
    const video = ['gemini-omni-1.1-flash', 'gemini-omni-1.2-flash'];
    const film = await orderFilm(one, { models: { video }, fallbackOnRefusal: true });
    const others = { text: ['gemini-3.8-flash'], image: ['gemini-nano-banana-2.1'] };
    expect(film.order).toMatchObject({ models: { ...others, video }, fallbackOnRefusal: true });
    const [row] = await bundle.database.dataSource.query<{ data: EventData<'film.ordered'> }[]>(
      `SELECT envelope -> 'data' AS data FROM outbox WHERE film_id = $1`,
      [film.id],
    );
    expect(row?.data.spec.fallbackOnRefusal).toBe(true);
    expect(row?.data.models).toEqual({
      text: 'gemini-3.8-flash',
      image: 'gemini-nano-banana-2.1',
      video: 'gemini-omni-1.1-flash',
      fallbacks: { text: [], image: [], video: ['gemini-omni-1.2-flash'] },
    });
  });
});

describe("a storyboard of the user's own", () => {
  it('is stored before the film is ordered, and travels by reference', async () => {
    const { one, bundle } = setup();
    const film = await orderFilm(one, { prompt: undefined, scenes: undefined, storyboard: EXAMPLE_STORYBOARD });
    expect(film.order).toMatchObject({ prompt: null, scenes: EXAMPLE_STORYBOARD.scenes.length });
    const [row] = await bundle.database.dataSource.query<{ envelope: { data: { storyboard: { key: string } } } }[]>(
      'SELECT envelope FROM outbox WHERE film_id = $1',
      [film.id],
    );
    expect(row?.envelope.data.storyboard.key).toContain(`/orders/${film.id}.json`);
    expect(await bundle.store.stat(row?.envelope.data.storyboard.key ?? '')).not.toBeNull();
  });

  it('of sixty scenes at their longest fits', async () => {
    const [scene] = EXAMPLE_STORYBOARD.scenes;
    const longest = {
      ...scene,
      description: 'd'.repeat(300),
      keyDetails: Array.from({ length: 6 }, () => 'k'.repeat(200)),
      startFramePrompt: 's'.repeat(2000),
      endFramePrompt: 'e'.repeat(2000),
      motionPrompt: 'm'.repeat(1000),
    };
    const storyboard = { ...EXAMPLE_STORYBOARD, scenes: Array.from({ length: 60 }, () => longest) };
    const film = await orderFilm(setup().one, { prompt: undefined, scenes: undefined, storyboard });
    expect(film.order.scenes).toBe(60);
  });

  it('starts nothing when the store is down', async () => {
    const { storeless } = setup();
    const before = await countFilms();
    const response = await post(`${storeless.url}/v1/films`, { storyboard: EXAMPLE_STORYBOARD });
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problemOf(response)).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE', retryable: true });
    expect(await countFilms()).toBe(before);
  });
});

describe('the list of films', () => {
  it('is paged newest first, without doubles, while films are ordered', async () => {
    const { one } = setup();
    const ordered: string[] = [];
    for (let i = 0; i < 5; i++) ordered.unshift((await orderFilm(one)).id);
    const page = async (query: string) =>
      (await (await fetch(`${one.url}/v1/films?${query}`)).json()) as {
        data: { id: string }[];
        nextCursor: string | null;
      };
    const first = await page('limit=2&status=queued');
    await orderFilm(one);
    const second = await page(`limit=3&status=pending&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ordered);
    expect((await page('status=complete')).data).toEqual([]);
    expect((await page('limit=100')).nextCursor).toBeNull();
  });
});

it('is healthy, and says which dependency is not', async () => {
  const { one, storeless } = setup();
  expect((await fetch(`${one.url}/health/ready`)).status).toBe(200);
  const response = await fetch(`${storeless.url}/health/ready`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: { store: { status: 'down' } } });
  expect(await getFilm(one, 'film_x')).toMatchObject({ code: 'NOT_FOUND' });
  expect(brokenStore()).toBeInstanceOf(ArtifactStore);
});
