import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FilmEvent } from '@shared/contracts/events';
import type { Problem } from '@shared/contracts/film';
import { ONE_PIXEL } from './one-pixel';
import { type Gateway, type GatewayBundle, post, prepareGateways } from './start-gateway';

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

async function upload(bytes: Buffer): Promise<Response> {
  const body = new FormData();
  body.set('file', new Blob([new Uint8Array(bytes)]), 'ada.png');
  return fetch(`${setup().gateway.url}/v1/references`, { method: 'POST', body });
}

describe('an uploaded image', () => {
  it('is known by its content, and travels with the order that names it', async () => {
    const answers = [await upload(ONE_PIXEL), await upload(ONE_PIXEL)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const [one, two] = (await Promise.all(answers.map((answer) => answer.json()))) as { id: string; sha256: string }[];
    expect(one).toEqual(two);
    const references = [{ name: 'Ada', image: one?.id }];
    const keyframes = [{ scene: 1, frame: 'start', image: 'https://images.test/a.png' }];
    const ordered = await post(`${setup().gateway.url}/v1/films`, { prompt: 'Ada at sea', references, keyframes });
    const { id } = (await ordered.json()) as { id: string };
    const [row] = await setup().bundle.database.dataSource.query<[{ envelope: FilmEvent<'film.ordered'> }]>(
      `SELECT envelope FROM outbox WHERE film_id = $1 AND name = 'film.ordered'`,
      [id],
    );
    expect(row.envelope.data.spec.images).toMatchObject({
      references: [{ name: 'Ada', kind: 'character', from: one?.id, source: { sha256: one?.sha256 }, artifact: null }],
      keyframes: [{ scene: 's1', frame: 'start', field: 'keyframes[0].image', source: null }],
    });
  });

  it.each<[string, object, string]>([
    [
      'an id that nobody uploaded',
      { references: [{ name: 'Ada', image: `ref_${'0'.repeat(32)}` }] },
      'references[0].image',
    ],
    ['plain http', { references: [{ name: 'Ada', image: 'http://images.test/a.png' }] }, 'references.0.image'],
    [
      'a scene that is not there',
      { keyframes: [{ scene: 9, frame: 'end', image: 'https://x.test/a' }] },
      'keyframes[0].scene',
    ],
  ])('cannot be %s', async (_, images, field) => {
    const answer = await post(`${setup().gateway.url}/v1/films`, { prompt: 'x', ...images });
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as Problem).errors?.map((error) => error.field.replace('[0]', '.0'))).toEqual([
      field.replace('[0]', '.0'),
    ]);
  });

  it.each([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['too large', Buffer.alloc(10 * 1024 * 1024 + 1, ONE_PIXEL)],
  ])('is refused when it is %s', async (_, bytes) => {
    expect((await upload(bytes)).status).toBe(422);
  });
});
