import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemSchema } from '@shared/contracts/film';
import { EXAMPLE_STORYBOARD } from './example-storyboard';
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
