import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { HeardFact } from '../src/films/apply-fact';
import { tellStory } from './film-builders';
import { type Gateway, type GatewayBundle, orderFilm, prepareGateways } from './start-gateway';

const started: { bundle: GatewayBundle; one: Gateway; film: string; refs: ArtifactRef[] }[] = [];

function setup() {
  const [bundle] = started;
  if (bundle === undefined) throw new Error('the gateway did not start');
  return { ...bundle, url: `${bundle.one.url}/v1/films/${bundle.film}` };
}

// The bytes of an artifact are its own name.
async function storeArtifacts(bundle: GatewayBundle, facts: HeardFact[]): Promise<ArtifactRef[]> {
  const refs: ArtifactRef[] = [];
  for (const { data } of facts) {
    for (const member of ['artifact', 'video', 'poster']) {
      const ref = (data as Record<string, unknown>)[member] as ArtifactRef | undefined;
      if (ref === undefined) continue;
      const bytes = Buffer.from(ref.key.split('/').at(-1) ?? '');
      refs.push(Object.assign(ref, await bundle.store.put(ref.key, bytes, { mediaType: ref.mediaType })));
    }
  }
  return refs;
}

beforeAll(async () => {
  const bundle = await prepareGateways();
  const one = await bundle.startGateway();
  const { id: film } = await orderFilm(one);
  const facts = tellStory({ transitions: ['cut', 'continue'], failedScenes: [], filmId: film });
  const refs = await storeArtifacts(bundle, facts);
  await one.hear(...facts);
  started.push({ bundle, one, film, refs });
});
afterAll(() => setup().bundle.stop(), 30_000);

describe('downloads', () => {
  it('of the video have its type, length, hash and a name from the title', async () => {
    const { url, refs } = setup();
    const response = await fetch(`${url}/video`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('cut');
    const sha256 = refs.find(({ key }) => key.endsWith('/cut'))?.sha256;
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': '3',
      'accept-ranges': 'bytes',
      etag: `"${sha256}"`,
    });
    expect(response.headers.get('content-disposition')).toContain("filename*=UTF-8''The%20lighthouse%20dusk");
  });

  it.each([
    ['bytes=0-0', 206, 'c', 'bytes 0-0/3'],
    ['bytes=1-', 206, 'ut', 'bytes 1-2/3'],
    ['bytes=-1', 206, 't', 'bytes 2-2/3'],
    ['bytes=0-99', 206, 'cut', 'bytes 0-2/3'],
    ['bytes=2-1', 200, 'cut', null],
    ['bytes=0-0,2-2', 200, 'cut', null],
    ['pages=1', 200, 'cut', null],
    ['bytes=99999999999999999999-', 200, 'cut', null],
    ['bytes=3-', 416, null, 'bytes */3'],
    ['bytes=-0', 416, null, 'bytes */3'],
  ])('with Range %s answer %d', async (range, status, text, contentRange) => {
    const response = await fetch(`${setup().url}/video`, { headers: { range } });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-range')).toBe(contentRange);
    if (text !== null) expect(await response.text()).toBe(text);
  });

  it('are not sent again to who has them', async () => {
    const { url } = setup();
    const etag = (await fetch(`${url}/video`, { method: 'HEAD' })).headers.get('etag') ?? '';
    expect((await fetch(`${url}/video`, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await fetch(`${url}/video`, { headers: { 'if-none-match': '"x"' } })).status).toBe(200);
  });

  it('answer HEAD with headers only', async () => {
    const response = await fetch(`${setup().url}/video`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('3');
    expect(await response.text()).toBe('');
  });

  it.each([
    ['poster', 'poster', 'image/jpeg'],
    ['scenes/1/clip', 'clip-1', 'video/mp4'],
    ['scenes/1/start', 'keyframe-0', 'image/png'],
    ['scenes/1/end', 'keyframe-1', 'image/png'],
    ['scenes/2/start', 'keyframe-1', 'image/png'],
    ['scenes/2/end', 'keyframe-2', 'image/png'],
  ])('give %s', async (path, text, type) => {
    const response = await fetch(`${setup().url}/${path}`);
    expect(await response.text()).toBe(text);
    expect(response.headers.get('content-type')).toBe(type);
  });

  it.each(['scenes/3/clip', 'scenes/0/clip', 'scenes/x/start', 'scenes/-1/end'])('of %s answer 404', async (path) => {
    expect((await fetch(`${setup().url}/${path}`)).status).toBe(404);
  });

  it('of what is not there yet say so', async () => {
    const { one } = setup();
    const { id } = await orderFilm(one);
    const response = await fetch(`${one.url}/v1/films/${id}/video`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'NOT_FOUND', retryable: true });
  });

  it('redirect to the store where it gives addresses', async () => {
    const { bundle, film } = setup();
    const presigning = Object.create(bundle.store, {
      presign: { value: () => Promise.resolve('http://store.example/signed') },
    }) as typeof bundle.store;
    const { url } = await bundle.startGateway(presigning);
    const response = await fetch(`${url}/v1/films/${film}/video`, { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('http://store.example/signed');
    expect((await fetch(`${url}/v1/films/${film}/video`, { method: 'HEAD' })).status).toBe(200);
  });
});
