import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemSchema } from '@shared/contracts/film';
import { type ModelList, modelListSchema } from '@shared/contracts/model-list';
import { planSchema } from '@shared/contracts/revisions';
import { KNOWN_MODELS } from '@shared/vendors/known-models';
import { EXAMPLE_STORYBOARD } from './example-storyboard';
import { recordingLogger } from '@shared/testing/silent-logger';
import type { ModelLists } from '@shared/contracts/models';
import { DEFAULT_MODELS } from '@shared/generation/engine/models-env';
import type { Lifecycle } from '@shared/vendors/model-capabilities';
import { DEFAULT_SETTINGS } from '../src/gateway-service';
import { ModelSettings } from '../src/models/model-settings';
import { type Gateway, type GatewayBundle, orderFilm, post, prepareGateways } from './start-gateway';

const started: { bundle: GatewayBundle; gateway: Gateway }[] = [];

function setup() {
  const [bundle] = started;
  if (bundle === undefined) throw new Error('the gateway did not start');
  return bundle;
}

beforeAll(async () => {
  const bundle = await prepareGateways();
  started.push({ bundle, gateway: await bundle.startGateway() });
});
afterAll(() => setup().bundle.stop(), 30_000);

async function refusal(order: Record<string, unknown>) {
  const response = await post(`${setup().gateway.url}/v1/films`, { prompt: 'a lighthouse', ...order });
  expect(response.status).toBe(422);
  const { errors = [], ...problem } = problemSchema.parse(await response.json());
  expect(problem).toMatchObject({ code: 'INVALID_INPUT', retryable: false });
  return errors;
}

const VEO = 'veo-3.1-generate-001';

describe('an order that its models cannot make', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>[]]>([
    [
      '15 s with a last frame',
      { sceneSeconds: 15 },
      [
        {
          field: 'sceneSeconds',
          rule: expect.stringContaining('must be 3 to 10 for gemini-omni-1.2-flash'),
          value: 15,
        },
      ],
    ],
    [
      'a length that only the fallback cannot make',
      { sceneSeconds: 5, models: { video: ['gemini-omni-1.2-flash', VEO] } },
      [{ field: 'sceneSeconds', rule: expect.stringContaining(`4, 6 or 8 for ${VEO}`), value: 5 }],
    ],
    ['a size', { resolution: '360p', models: { video: [VEO] } }, [{ field: 'resolution', value: '360p' }]],
    ['an unknown model', { models: { image: ['dall-e-9'] } }, [{ field: 'models.image[0]', value: 'dall-e-9' }]],
    [
      'an image that its video model does not take, where it must not go on without',
      {
        models: { video: ['kwaivgi/kling-v3-video'] },
        references: [{ name: 'Ada', image: 'https://images.example/ada.png' }],
        onMissingReference: 'fail',
      },
      [{ field: 'references', value: 1 }],
    ],
    [
      'every fault of it',
      { sceneSeconds: 15, resolution: '360p', models: { video: [VEO] } },
      [{ field: 'resolution' }, { field: 'sceneSeconds' }],
    ],
  ])('is refused for %s', async (_, order, faults) => {
    const errors = await refusal(order);
    expect(errors).toMatchObject(faults);
    for (const { models } of errors) expect(models).toBeInstanceOf(Array);
  });

  it('names the scene of a storyboard, and who could make it', async () => {
    const [first, ...others] = EXAMPLE_STORYBOARD.scenes;
    const storyboard = { ...EXAMPLE_STORYBOARD, scenes: [first, ...others.map((scene) => ({ ...scene, seconds: 5 }))] };
    const [error] = await refusal({ prompt: undefined, storyboard, models: { video: [VEO] } });
    expect(error).toMatchObject({ field: 'storyboard.scenes[1].seconds', value: 5 });
    expect(error?.models).toContain('gemini-omni-1.2-flash');
    expect(error?.models).not.toContain(VEO);
  });
});

it('makes scenes of the length that is nearest to the usual one', async () => {
  const film = await orderFilm(setup().gateway, { models: { video: [VEO] } });
  expect(film.order).toMatchObject({ sceneSeconds: 6 });
  const { order } = await orderFilm(setup().gateway, { models: { video: [VEO] }, sceneSeconds: 8 });
  expect(order.sceneSeconds).toBe(8);
});

describe('the list of models', () => {
  const listModels = async (query: string): Promise<ModelList> =>
    modelListSchema.parse(await (await fetch(`${setup().gateway.url}/v1/models?${query}`)).json());

  it('says of each what it can do, costs and allows', async () => {
    const { data, defaults, estimate } = await listModels('');
    expect(data.map(({ model }) => model).sort()).toEqual(KNOWN_MODELS.map(({ model }) => model).sort());
    expect(estimate).toBeNull();
    expect(defaults.video).toEqual(['gemini-omni-1.2-flash']);
    const veo = data.find(({ model }) => model === VEO);
    expect(veo).toMatchObject({
      ...{ kind: 'video', vendor: 'vertex', default: null, health: 'configured', estimate: null, warnings: [] },
      capabilities: {
        sceneSeconds: [4, 6, 8],
        resolutions: ['720p', '1080p', '4k'],
        lastFrame: true,
        outputPrefix: true,
      },
      price: { per: 'second', rates: { '720p': '0.400000' } },
      limits: { perMinute: 50, perDay: null, inFlight: 10 },
      lifecycle: { phase: 'current', on: null, successors: [] },
    });
  });

  it('knows what a film of a length costs, with each model and with those that make films', async () => {
    const { data, estimate } = await listModels('seconds=60&scenes=10');
    const part = (name: string) => data.find(({ model }) => model === name)?.estimate;
    expect(part('gemini-omni-1.2-flash')).toEqual({ sceneSeconds: 6, usd: '4.170000' });
    expect(part('gemini-nano-banana-2.1')).toEqual({ sceneSeconds: null, usd: '0.369600' });
    const writing = Number(part('gemini-3.8-flash')?.usd);
    expect(writing).toBeGreaterThan(0);
    expect(estimate).toMatchObject({ scenes: 10, seconds: 60, resolution: '720p' });
    expect(Number(estimate?.usd)).toBeCloseTo(4.17 + 0.3696 + writing, 6);
    const { data: small } = await listModels('seconds=50&scenes=10&resolution=360p&kind=video');
    expect(small.find(({ model }) => model === VEO)?.estimate).toEqual({ sceneSeconds: 4, usd: null });
    expect(small.every(({ kind }) => kind === 'video')).toBe(true);
  });

  it.each(['kind=sound', 'scenes=0', 'seconds=x', 'film=1'])('cannot be asked for %s', async (query) => {
    expect((await fetch(`${setup().gateway.url}/v1/models?${query}`)).status).toBe(422);
  });
});

describe('a gateway whose models are near their end', () => {
  it('says so at the start and in the list, and refuses orders only for what has ended', async () => {
    const lifecycles: Record<string, Lifecycle> = {
      'gemini-omni-1.2-flash': { phase: 'deprecated', retiresOn: '2999-01-01', successors: [VEO] },
      'gemini-nano-banana-2.1': { phase: 'retired', retiredOn: '2026-11-01', successors: ['gemini-3-pro-image'] },
    };
    const known = KNOWN_MODELS.map((model) => ({ ...model, lifecycle: lifecycles[model.model] ?? model.lifecycle }));
    const { logger, lines } = recordingLogger();
    const models = new ModelSettings(DEFAULT_MODELS, known, null);
    const bundle = await prepareGateways({ ...DEFAULT_SETTINGS, models }, { logger });
    const gateway = await bundle.startGateway();
    const warnings = [
      expect.stringContaining(`gemini-omni-1.2-flash will be retired on 2999-01-01; use ${VEO}`),
      'gemini-nano-banana-2.1 was retired on 2026-11-01: orders for it are refused; use gemini-3-pro-image',
    ];
    expect(lines.filter(({ level }) => level === 'warn').map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(warnings),
    );
    const list = modelListSchema.parse(await (await fetch(`${gateway.url}/v1/models`)).json());
    expect(list.warnings).toEqual(expect.arrayContaining(warnings));
    const healthOf = (name: string) => list.data.find(({ model }) => model === name)?.health;
    expect([healthOf('gemini-omni-1.2-flash'), healthOf('gemini-nano-banana-2.1')]).toEqual(['deprecated', 'retired']);
    const refused = await post(`${gateway.url}/v1/films`, { prompt: 'a lighthouse' });
    expect(problemSchema.parse(await refused.json()).errors).toMatchObject([
      {
        field: 'models.image[0]',
        rule: expect.stringContaining('(the order names none, the settings name this one)'),
        value: 'gemini-nano-banana-2.1',
        models: ['gemini-3-pro-image'],
      },
    ]);
    await orderFilm(gateway, { models: { image: ['gemini-3-pro-image'] } });
    await bundle.stop();
  });

  it('passes over those that have ended while the settings name another, and takes every order', async () => {
    const ended: Lifecycle = { phase: 'retired', retiredOn: '2026-11-01', successors: [] };
    const known = KNOWN_MODELS.map((model) =>
      model.model === 'gemini-nano-banana-2.1' ? { ...model, lifecycle: ended } : model,
    );
    const image: ModelLists['image'] = ['gemini-nano-banana-2.1', 'gemini-3-pro-image'];
    const models = new ModelSettings({ ...DEFAULT_MODELS, image }, known, null);
    const bundle = await prepareGateways({ ...DEFAULT_SETTINGS, models });
    const film = await orderFilm(await bundle.startGateway(), {});
    expect(film.id).toMatch(/^film_/);
    await bundle.stop();
  });
});

describe('a dry run of an order', () => {
  const dryRun = (order: Record<string, unknown>) =>
    post(`${setup().gateway.url}/v1/films?dryRun=true`, { prompt: 'a lighthouse', ...order });

  it('tells plan and price, and orders nothing', async () => {
    const before = await rows();
    const response = await dryRun({ scenes: 4, sceneSeconds: 6 });
    expect(response.status).toBe(200);
    const plan = planSchema.parse(await response.json());
    const count = (kind: string) => plan.units.filter((unit) => unit.kind === kind).length;
    expect([count('storyboard'), count('keyframe'), count('clip')]).toEqual([1, 5, 4]);
    expect(plan).toMatchObject({ filmId: null, dryRun: true, totals: { missing: 10, spent: '0.000000' } });
    const sum = plan.units.reduce((total, { price }) => total + Number(price), 0);
    expect(Number(plan.totals.price)).toBeCloseTo(sum, 6);
    expect(sum).toBeGreaterThan(5 * 0.0336 + 24 * 0.0695);
    expect(await rows()).toEqual(before);
  });

  it('of a storyboard of one’s own is exact', async () => {
    const response = await dryRun({ prompt: undefined, storyboard: EXAMPLE_STORYBOARD });
    const plan = planSchema.parse(await response.json());
    expect(plan.assumes).toBeNull();
    expect(plan.units.some(({ kind }) => kind === 'storyboard')).toBe(false);
    const seconds = EXAMPLE_STORYBOARD.scenes.reduce((sum, scene) => sum + scene.seconds, 0);
    const clips = plan.units.filter(({ kind }) => kind === 'clip').reduce((sum, { price }) => sum + Number(price), 0);
    expect(clips).toBeCloseTo(seconds * 0.0695, 6);
  });

  it('refuses what the order would be refused for', async () => {
    expect((await dryRun({ sceneSeconds: 15 })).status).toBe(422);
    const tooDear = await dryRun({ budgetUsd: '0.01' });
    expect(tooDear.status).toBe(402);
    expect(await tooDear.json()).toMatchObject({ code: 'BUDGET_EXCEEDED', limit: '0.010000' });
  });

  async function rows(): Promise<unknown> {
    const { dataSource } = setup().bundle.database;
    return dataSource.query('SELECT (SELECT count(*) FROM films) AS films, (SELECT count(*) FROM outbox) AS events');
  }
});
