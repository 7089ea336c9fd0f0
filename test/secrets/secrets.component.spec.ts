import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FilmView } from '@shared/contracts/film';
import { listSellers } from '@shared/vendors/adapters';
import { entryOf } from '@shared/vendors/known-vendors';
import { type Vendor, VENDORS } from '@shared/vendors/model-capabilities';
import { aServiceAccount } from '../../scripts/smoke/service-account.ts';
import { textVendor, VIDEO_VENDORS } from '../providers/vendors-under-test';
import { buildFaultyStoryboard, FAULTS, listFaults, markOf } from './faulty-storyboard';
import { lookEverywhere } from './look-everywhere';
import { SecretsBench } from './secrets-bench';

const GEMINI = { text: ['gemini-3.8-flash'], image: ['gemini-nano-banana-2.1'] };
const OWN = { text: ['qwen3-32b'], image: ['flux-2'] };
const TEXTS = listSellers('text').map((vendor) => ({ ...GEMINI, text: [textVendor(vendor).model.model] }));
const VIDEOS = VIDEO_VENDORS.map(({ model: { model, seconds } }) => {
  return { video: model, seconds: seconds.includes(4) ? 4 : (seconds[0] ?? 4) };
});
const ORDER = { resolution: '720p', minClips: 1, onRefusal: 'gap', budgetUsd: '100' };

/** Of whom it is asked what they say of a key: Vertex signs in, others have a question for it. */
const isAsked = (vendor: Vendor) => vendor === 'vertex' || entryOf(vendor).question !== undefined;

/** Whatever a film can be asked for that is not media. */
function listPaths(filmId: string, scenes: number): string[] {
  const parts = ['', '/events', '/costs', '/storyboard', '/manifest.json', '/cut', '/stream.m3u8', '/no-such-part'];
  const takes = Array.from({ length: scenes }, (_, i) => `/scenes/${i + 1}/takes`);
  return [...parts, ...takes].map((part) => `/v1/films/${filmId}${part}`);
}

describe('a secret', () => {
  let bench: SecretsBench;
  const films: FilmView[] = [];

  beforeAll(async () => {
    bench = await SecretsBench.start();
    await bench.films.setFaults(...listFaults());
  });
  afterAll(() => bench.stop());

  async function order(...changes: object[]): Promise<FilmView[]> {
    const ordered = await Promise.all(changes.map((change) => bench.films.order({ ...ORDER, ...change })));
    // One that is not drawn whole waits for its approval.
    const isOver = ({ status, progress }: FilmView) =>
      status === 'waiting' ? progress.keyframes.running === 0 : !['queued', 'running'].includes(status);
    const over = await Promise.all(ordered.map(({ id }) => bench.films.waitForFilm(id, isOver, 'the end of')));
    films.push(...over);
    return over;
  }

  const putKey = (path: string, body: unknown) =>
    bench.ask('PUT', `/v1/provider-keys/${path}`, typeof body === 'string' ? body : JSON.stringify(body));

  const IN_WORDS = ['PROVIDER_REJECTED', 'PROVIDER_FAILED', 'PROVIDER_REFUSED_CONTENT', 'SUBMIT_UNKNOWN'];
  const codesOf = (ended: FilmView[]) =>
    new Set(ended.flatMap(({ error, scenes }) => [error?.code, ...scenes.map((scene) => scene.error?.code)]));

  it('is repeated by vendors in every failure that they have words for: of storyboards', async () => {
    const orders = TEXTS.flatMap((models) =>
      FAULTS.text.map((fault) => ({ prompt: `a lighthouse ${markOf('text', fault)}`, scenes: 1, models })),
    );
    expect([...codesOf(await order(...orders))]).toEqual(expect.arrayContaining(IN_WORDS));
  });

  it('is repeated by vendors in every failure that they have words for: of keyframes', async () => {
    const storyboard = buildFaultyStoryboard(['image'], 'a still');
    const orders = [GEMINI, OWN].map((models) => ({ storyboard, models, runThrough: 'keyframes' }));
    expect([...codesOf(await order(...orders))]).toEqual(expect.arrayContaining(IN_WORDS));
  });

  it('is repeated by vendors in every failure that they have words for: of clips', async () => {
    const orders = VIDEOS.map(({ video, seconds }, i) => {
      const storyboard = buildFaultyStoryboard(['video', 'poll', 'download'], video, seconds);
      // One becomes a film; of the others the clips are enough.
      const minClips = i === 0 ? 1 : storyboard.scenes.length;
      return {
        storyboard,
        sceneSeconds: seconds,
        minClips,
        models: { ...(i % 2 === 0 ? GEMINI : OWN), video: [video] },
      };
    });
    const ended = await order(...orders);
    expect([...codesOf(ended)]).toEqual(expect.arrayContaining(IN_WORDS));
    expect(ended.map(({ status }) => status)).toEqual(VIDEOS.map((_, i) => (i === 0 ? 'partial' : 'failed')));
  });

  it('is stored where the vendor takes it, and not repeated where anything is wrong with it', async () => {
    const account = aServiceAccount(`${bench.vendors.url}/vertex/token`);
    for (const vendor of VENDORS) {
      const name = `stored key of ${vendor}`;
      const secret = vendor === 'vertex' ? bench.canaries.plantAccount(name, account) : bench.canaries.plant(name);
      expect((await putKey(`${vendor}/stored`, { secret })).status).toBe(200);
    }
    const wrong = bench.canaries.plant('key in a wrong request');
    const requests = [{ secret: `${wrong}\nand more` }, { key: wrong }, { secret: [wrong] }, `{"secret": "${wrong}`];
    for (const body of requests) expect((await putKey('fal/broken', body)).status).toBeGreaterThanOrEqual(400);
    expect(
      (await bench.ask('POST', '/v1/provider-webhooks/replicate?attempt=att_1', '{}')).status,
    ).toBeGreaterThanOrEqual(400);
  });

  it('is repeated by vendors that refuse it', async () => {
    const drawn = VIDEOS.map(({ video, seconds }) => ({
      storyboard: buildFaultyStoryboard([], `a gate of ${video}`, seconds),
      sceneSeconds: seconds,
      models: { ...OWN, video: [video] },
      runThrough: 'keyframes',
    }));
    const gated = await order(...drawn);
    expect(gated.map(({ status }) => status)).toEqual(VIDEOS.map(() => 'waiting'));
    bench.vendors.isRefusing = true;
    for (const vendor of VENDORS) {
      const secret = bench.canaries.plant(`refused key of ${vendor}`);
      expect((await putKey(`${vendor}/refused`, { secret })).status).toBe(isAsked(vendor) ? 422 : 200);
      expect((await bench.ask('POST', `/v1/provider-keys/${vendor}/stored/test`)).status).toBe(200);
    }
    await Promise.all(gated.map(({ id }) => bench.ask('POST', `/v1/films/${id}/approve`, '{}')));
    const asked = [
      ...TEXTS.map((models) => ({ prompt: 'a lighthouse', scenes: 1, models })),
      ...[GEMINI, OWN].map((models) => ({ storyboard: buildFaultyStoryboard([], 'a refusal'), models })),
    ];
    const ended = [...(await order(...asked)), ...(await Promise.all(gated.map(({ id }) => bench.films.ended(id))))];
    for (const film of ended) {
      expect(film.status).toBe('failed');
      expect([film.error?.code, ...film.scenes.map(({ error }) => error?.code)]).toContain('PROVIDER_AUTH');
    }
  });

  it('was told and repeated by each vendor, else this proves nothing', () => {
    const repeated = [...bench.vendors.repeated].join();
    const sent = Object.entries(bench.canaries.hunted).filter(([name]) =>
      /^(?!VERTEX|MASTER)\w+_(API_)?(KEY|TOKEN)$|stored|refused|bearer/.test(name),
    );
    expect(sent.length).toBeGreaterThan(15);
    const untold = ['vertex', ...VENDORS.filter((vendor) => !isAsked(vendor))];
    for (const [name, value] of sent)
      if (!untold.some((vendor) => name.endsWith(` ${vendor}`)))
        expect([name, repeated.includes(value)]).toEqual([name, true]);
  });

  it('is in no row, event, object, answer or line of the log', async () => {
    for (const { id, scenes } of films) for (const path of listPaths(id, scenes.length)) await bench.ask('GET', path);
    for (const path of ['/v1/films', '/v1/provider-keys', '/v1/models', '/openapi.json', '/health/ready'])
      await bench.ask('GET', path);
    const { hunt, looked } = await lookEverywhere(bench);
    expect(Object.values(looked).every((count) => count > 50)).toBe(true);
    expect(hunt.seen).toEqual([]);
  });

  it('is found wherever it is put', async () => {
    const { films, canaries, lines, answers } = bench;
    const [secret = ''] = Object.values(canaries.hunted);
    const before = [lines.length, answers.length];
    const [event] = await films.query<{ event_id: string }>('SELECT event_id FROM clipper.outbox LIMIT 1');
    const leak = [JSON.stringify({ said: `you sent ${secret}` }), event?.event_id];
    await films.query(
      "UPDATE clipper.outbox SET envelope = jsonb_set(envelope, '{data}', $1) WHERE event_id = $2",
      leak,
    );
    await films.query('CREATE TABLE planner.leaks AS SELECT $1::text AS said', [
      Buffer.from(`key ${secret}`).toString('base64'),
    ]);
    await films.store.put('leak.txt', Buffer.from(`a key: ${secret}`), { mediaType: 'text/plain' });
    lines.push(JSON.stringify({ msg: `you sent ${secret}` }));
    answers.push({ where: 'GET /leak', text: encodeURIComponent(secret) });
    const { hunt } = await lookEverywhere(bench);
    [lines.length, answers.length] = before as [number, number];
    const places = hunt.seen.map(({ where }) => where.replace(/(event|object) .*?([^/ ]*)$/, '$1 $2'));
    const name = String(
      (await films.query<{ name: string }>('SELECT name FROM clipper.outbox WHERE event_id = $1', [event?.event_id]))[0]
        ?.name,
    );
    expect(places.sort()).toEqual(
      [
        'answer to GET /leak',
        `event ${name}`,
        'log',
        'object leak.txt',
        'table clipper.outbox',
        'table planner.leaks',
      ].sort(),
    );
  });
});
