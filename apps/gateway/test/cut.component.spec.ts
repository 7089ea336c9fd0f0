import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ArtifactRef } from '@shared/contracts/artifact';
import type { FilmView, Problem } from '@shared/contracts/film';
import type { Manifest } from '../src/cuts/manifest.contract';
import { EXAMPLE_STORYBOARD } from './example-storyboard';
import { anArtifact, factsOf, tellStory } from './film-builders';
import { type Gateway, type GatewayBundle, orderFilm, prepareGateways } from './start-gateway';

interface Reply {
  status: number;
  headers: Headers;
  text: string;
  json: () => unknown;
}

async function ask(url: string, init?: RequestInit): Promise<Reply> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as unknown };
}

const started: { bundle: GatewayBundle; one: Gateway }[] = [];
beforeAll(async () => {
  const bundle = await prepareGateways();
  started.push({ bundle, one: await bundle.startGateway() });
});
afterAll(() => started[0]?.bundle.stop(), 30_000);

async function setup() {
  const [
    { bundle, one } = (() => {
      throw new Error('the gateway did not start');
    })(),
  ] = started;
  const { id } = await orderFilm(one);
  const story = tellStory({ transitions: ['cut', 'continue'], failedScenes: [], filmId: id });
  const keep = (name: string, mediaType: string): Promise<ArtifactRef> =>
    bundle.store.put(`t/tenant_default/films/${id}/cuts/x/${name}`, Buffer.from(name), { mediaType });
  const film = async (): Promise<FilmView> => (await ask(`${one.url}/v1/films/${id}`)).json() as FilmView;
  const at = (path: string, init?: RequestInit) => ask(`${one.url}/v1/films/${id}/${path}`, init);
  const patch = (body: object, headers: Record<string, string> = {}) => {
    const all = { 'content-type': 'application/json', ...headers };
    return at('cut', { method: 'PATCH', headers: all, body: JSON.stringify(body) });
  };
  return { bundle, one, id, story, keep, film, at, patch, fact: factsOf(id) };
}

const faultsOf = ({ json }: Reply) => ((json() as Problem).errors ?? []).map(({ field, rule }) => `${field}: ${rule}`);

function toForm(bytes: Buffer): FormData {
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(bytes)]), 'tune.mp3');
  return form;
}

describe('the stream of a film', () => {
  it('begins with three fragments, grows while scenes are being made, is closed when the film is done', async () => {
    const { bundle, id, one, story, keep, at, film, fact } = await setup();
    expect((await at('stream.m3u8')).json()).toMatchObject({ status: 404, retryable: true });
    const [init, first, last] = await Promise.all(['init', 'a', 'b'].map((name) => keep(name, 'video/mp4')));
    const extended = (index: number, artifact = first) => {
      const fragments = [{ index, scene: index + 1, seconds: 4, artifact, init }];
      return fact('cut.extended', { revision: 1, take: 1, fragments } as never);
    };
    const ready = story.filter(({ name }) => name === 'cut.ready');
    await one.hear(...story.filter(({ name }) => !name.startsWith('cut.')));
    await bundle.database.dataSource.query('UPDATE film_scenes SET seconds = 15 WHERE film_id = $1 AND n = 1', [id]);
    await one.hear(extended(0), extended(1));
    expect((await at('stream.m3u8')).status).toBe(404);
    expect((await film()).links.stream).toBeNull();
    await one.hear(extended(2));
    const growing = await at('stream.m3u8');
    expect(growing.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
    expect(growing.text.match(/stream\/1\/1\/\d\.m4s/g)).toHaveLength(3);
    expect(growing.text).not.toContain('ENDLIST');
    // Told from the first: the longest scene may be the last to come.
    expect(growing.text).toContain('#EXT-X-TARGETDURATION:16\n');
    expect((await film()).links.stream).not.toBeNull();
    await one.hear(extended(3, last), ...ready);
    const closed = await at('stream.m3u8');
    expect(closed.text.startsWith(growing.text.trimEnd())).toBe(true);
    expect(closed.text.trimEnd().endsWith('stream/1/1/3.m4s\n#EXT-X-ENDLIST')).toBe(true);
    expect((await at('stream/1/1/3.m4s')).text).toBe('b');
    expect((await at('stream/1/1/0.init.mp4')).text).toBe('init');
    expect((await at('stream/1/1/4.m4s')).status).toBe(404);
  });
});

describe('cutting a film again', () => {
  it('asks the stitcher alone, and leaves the film that is there until the new one is', async () => {
    const { bundle, one, id, story, keep, film, patch, fact } = await setup();
    await one.hear(...story);
    const before = await film();
    const reply = await patch({ revision: 1, captions: 'burned', transitions: [{ scene: 2, kind: 'dip' }] });
    expect(reply.status).toBe(202);
    const asked = await film();
    expect(asked).toMatchObject({
      status: 'queued',
      cut: { take: 2, captions: 'burned' },
      links: { video: before.links.video },
    });
    const stated = await bundle.database.dataSource.query<{ name: string }[]>(
      'SELECT name FROM outbox WHERE film_id = $1 ORDER BY id',
      [id],
    );
    expect(stated.map(({ name }) => name)).toEqual(['film.ordered', 'film.recut-requested']);
    const video = await keep('again', 'video/mp4');
    const cut = story.find(({ name }) => name === 'cut.ready')?.data as object;
    await one.hear(fact('cut.ready', { ...cut, video: anArtifact('late', 'video/mp4', id), take: 1 } as never));
    expect((await film()).status).toBe('queued');
    await one.hear(fact('cut.ready', { ...cut, video, take: 2 } as never));
    expect(await film()).toMatchObject({ status: 'succeeded', cost: before.cost });
  });

  it('keeps the film and says why when the other cut fails', async () => {
    const { one, story, film, patch, fact } = await setup();
    await one.hear(...story);
    await patch({ revision: 1, loudnessLufs: -20 });
    const error = { code: 'MEDIA_INVALID', message: 'no sound' };
    await one.hear(fact('cut.failed', { revision: 1, take: 2, error, gaps: [] } as never));
    expect(await film()).toMatchObject({ status: 'succeeded', error: { code: 'MEDIA_INVALID' } });
  });

  it.each([
    [{ revision: 2 }, 409, []],
    [
      { revision: 1, transitions: [{ scene: 3, kind: 'cut' }] },
      422,
      ['transitions[0].scene: must be at most 2, the number of scenes'],
    ],
    [{ revision: 1, loudnessLufs: 0 }, 422, ['loudnessLufs: must be at most -9']],
    [
      { revision: 1, music: { id: 'mus_01k00000000000000000000000' } },
      422,
      [expect.stringContaining('music.id: must be')],
    ],
  ])('refuses %j', async (body, status, faults) => {
    const { one, story, patch } = await setup();
    await one.hear(...story);
    const reply = await patch(body);
    expect([reply.status, faultsOf(reply)]).toEqual([status, faults]);
  });
});

describe('the revision that a cut is changed of', () => {
  it.each([
    ['said in the header', { 'if-match': '"1"' }, 202],
    ['said by nobody', {}, 202],
    ['another one by now', { 'if-match': '"2"' }, 409],
    ['no revision at all', { 'if-match': 'latest' }, 422],
  ])('may be %s: %j is answered with %i', async (_, headers, status) => {
    const { one, story, patch } = await setup();
    await one.hear(...story);
    expect((await patch({ captions: 'off' }, headers)).status).toBe(status);
  });
});

describe('the manifest', () => {
  async function setupManifest() {
    const bundle = await setup();
    const { story, at } = bundle;
    const approved = story.find(({ name }) => name === 'storyboard.approved')?.data as { storyboard: ArtifactRef };
    const text = Buffer.from(JSON.stringify(EXAMPLE_STORYBOARD));
    const kept = await bundle.bundle.store.put(approved.storyboard.key, text, { mediaType: 'application/json' });
    Object.assign(approved.storyboard, kept);
    return { ...bundle, read: async () => (await at('manifest.json')).json() as Manifest };
  }

  it('tells of each scene what it was made from, and names the gaps', async () => {
    const { one, story, read } = await setupManifest();
    await one.hear(...story);
    const { scenes, gaps, outputs } = await read();
    expect(scenes).toHaveLength(2);
    expect(scenes[1]).toMatchObject({
      n: 2,
      prompts: { motion: expect.any(String) },
      clip: { model: expect.any(String) },
    });
    expect([gaps, Object.keys(outputs)]).toEqual([[], ['video', 'poster']]);
  });

  it('names of several takes of a clip the one that is in the film', async () => {
    const { one, id, story, read, fact } = await setupManifest();
    const clip = story.find(({ name }) => name === 'clip.ready')?.data as { artifact: ArtifactRef };
    clip.artifact.key = `t/tenant_default/films/${id}/clips/att_clip_1.mp4`;
    const unit = { kind: 'clip' as const, n: 1 };
    const another = { attemptId: 'att_later', number: 2, unit, provider: 'simulator', model: 'm' };
    const settled = { ...another, outcome: 'stored' as const, heldMicros: 0, capturedMicros: 1, error: null };
    const later = [fact('attempt.submitted', { ...another, heldMicros: 1 }), fact('attempt.settled', settled)];
    await one.hear(...story, ...later);
    expect((await read()).scenes[0]?.clip).toMatchObject({ attemptId: 'att_clip_1', model: 'model' });
  });
});

describe('files of a cut', () => {
  it('come some seconds after the film, and say until then when to look again', async () => {
    const { one, story, keep, at, film, fact } = await setup();
    await one.hear(...story);
    expect((await film()).links.thumbnails).not.toBeNull();
    const early = await at('files/thumbnails.vtt');
    expect([early.status, early.headers.get('retry-after')]).toEqual([404, '2']);
    const files = { 'thumbnails.vtt': await keep('thumbnails.vtt', 'text/vtt') };
    await one.hear(fact('cut.illustrated', { revision: 1, take: 1, files }));
    const found = await at('files/thumbnails.vtt');
    expect([found.status, found.text, found.headers.get('content-type')]).toEqual([200, 'thumbnails.vtt', 'text/vtt']);
    expect((await at('files/../../secrets')).status).toBe(404);
  });
});

describe('music', () => {
  const url = () => `${started[0]?.one.url ?? ''}/v1/music`;
  const tune = Buffer.concat([Buffer.from('ID3'), Buffer.alloc(200_000, 7)]);

  it('is kept under its hash, and can be laid under a film', async () => {
    const { one, story, film, patch } = await setup();
    await one.hear(...story);
    const kept = await ask(url(), { method: 'POST', body: toForm(tune) });
    const music = kept.json() as { id: string; sha256: string };
    expect([kept.status, music.sha256]).toEqual([201, createHash('sha256').update(tune).digest('hex')]);
    expect((await patch({ revision: 1, music: { id: music.id } })).status).toBe(202);
    expect((await film()).cut.music).toEqual({ id: music.id, gainDb: -12, duck: true });
    await patch({ captions: 'off' });
    expect((await film()).cut).toMatchObject({ take: 3, music: { id: music.id } });
    await patch({ music: null });
    expect((await film()).cut).toMatchObject({ take: 4, captions: 'off', music: null });
  });

  it('is refused when it is none, whatever its name, or when there is no file', async () => {
    const text = await ask(url(), { method: 'POST', body: toForm(Buffer.from('<html>not music at all</html>')) });
    expect([text.status, faultsOf(text)]).toEqual([422, ['file: must be MP3, WAV, FLAC, Ogg or M4A']]);
    const json = await ask(url(), { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(json.status).toBe(415);
    const empty = new FormData();
    empty.append('note', 'x');
    expect((await ask(url(), { method: 'POST', body: empty })).status).toBe(422);
  });
});
