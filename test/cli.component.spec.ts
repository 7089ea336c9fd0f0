import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildEvent } from '@shared/contracts/events';
import type { FilmView } from '@shared/contracts/film';
import { INSTALLATION_TENANT, POOLS_SUBJECT } from '@shared/contracts/installation';
import { waitFor } from '@shared/testing/wait-for';
import { runRecorded } from '../apps/cli/test/run-recorded';
import { EXAMPLE_STORYBOARD } from '../apps/gateway/test/example-storyboard';
import { finishFilm } from '../apps/gateway/test/finished-film';
import { tellStory } from '../apps/gateway/test/film-builders';
import { ONE_PIXEL } from '../apps/gateway/test/one-pixel';
import { type Gateway, type GatewayBundle, orderFilm, prepareGateways } from '../apps/gateway/test/start-gateway';

const started: { bundle: GatewayBundle; one: Gateway; folder: string }[] = [];

function setup() {
  const [bundle] = started;
  if (bundle === undefined) throw new Error('the gateway did not start');
  return bundle;
}

beforeAll(async () => {
  const bundle = await prepareGateways();
  const folder = await mkdtemp(join(tmpdir(), 'reelwright-cli-'));
  started.push({ bundle, one: await bundle.startGateway(), folder });
});
afterAll(async () => {
  await setup().bundle.stop();
  await rm(setup().folder, { recursive: true });
});

const run = (...args: string[]) => runRecorded(args, setup().one.url);

async function finish(filmId: string, failedScenes: number[] = []): Promise<void> {
  const { bundle, one } = setup();
  const facts = tellStory({ transitions: ['cut', 'continue'], failedScenes, filmId });
  for (const fact of facts) {
    if (fact.name !== 'cut.ready') continue;
    const { key, mediaType } = fact.data.video;
    fact.data.video = await bundle.store.put(key, Buffer.from('an mp4'), { mediaType });
  }
  await one.hear(...facts);
}

// The newest film is the one that the command under test has just ordered.
async function newestFilm(prompt: string): Promise<FilmView> {
  return waitFor(async () => {
    const { data } = (await (await fetch(`${setup().one.url}/v1/films`)).json()) as { data: FilmView[] };
    return data.find(({ order }) => order.prompt === prompt);
  });
}

describe('reelwright', () => {
  it('create prints the id and the next command', async () => {
    const { code, out } = await run('create', 'a lighthouse', '--scenes', '2', '--budget', '3', '--metadata', 'k=v=w');
    expect(code).toBe(0);
    const [id] = out.split('\n');
    expect(out).toBe(`${id}\nNext: npx reelwright status ${id}\n`);
    const status = await run('status', id ?? '', '--json');
    expect(JSON.parse(status.out)).toMatchObject({
      id,
      order: { scenes: 2, budgetUsd: '3.000000', metadata: { k: 'v=w' } },
    });
  });

  it('models shows what each can do, and what a film would cost', async () => {
    const { code, out } = await run('models', '--seconds', '60', '--scenes', '10');
    expect(code).toBe(0);
    const lineOf = (name: string) =>
      out
        .split('\n')
        .find((line) => line.startsWith(name))
        ?.replaceAll(/ {2,}/g, ' | ');
    expect(lineOf('VIDEO MODEL')).toContain('SECONDS | FRAMES');
    expect(lineOf('gemini-omni-1.2-flash')).toContain('*1 | gemini | ready | 3 to 10 | first, last');
    expect(lineOf('veo-3.1-generate-001')).toMatch(/4, 6 or 8 .* 50\/min, 10 at once .* \$24\.00 \(6 s scenes\)$/);
    expect(lineOf('film: ')).toMatch(/^film: \$4\.\d\d \(10 scenes, 60 s, 720p, with the models marked \*1\)$/);
    const json = await run('models', '--kind', 'image', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ data: [{ kind: 'image' }, { kind: 'image' }] });
  });

  it('models names the key under which nobody gets an answer, why, and until when', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const reason = { code: 'PROVIDER_AUTH', message: 'the account is locked' } as const;
    const model = 'veo-3.1-generate-001';
    const outage = { since: '2026-11-01T08:00:00.000Z', until, reason };
    const data = { vendor: 'vertex', model, credential: 'second', version: 1, outage };
    const of = { source: 'clipper', tenantId: INSTALLATION_TENANT, filmId: POOLS_SUBJECT } as const;
    await setup().one.hear(buildEvent({ name: 'pool.changed', ...of, data }, new Date()));
    const { out } = await run('models', '--kind', 'video');
    expect(out).toMatch(new RegExp(`^${model} +vertex +failing \\(second\\) `, 'm'));
    expect(out).toContain(
      `failing: ${model} (second) since 2026-11-01T08:00Z, not asked before ${until.slice(0, 16)}Z: PROVIDER_AUTH, the account is locked`,
    );
  });

  it('create says which models could make what the chosen one cannot', async () => {
    const { code, err } = await run(
      'create',
      'a lighthouse',
      '--video-model',
      'veo-3.1-generate-001',
      '--scene-seconds',
      '5',
    );
    expect(code).toBe(2);
    expect(err).toContain('sceneSeconds: must be 4, 6 or 8 for veo-3.1-generate-001, with a first and a last frame');
    expect(err).toMatch(/could be done by: gemini-omni-1\.2-flash, /);
  });

  it('create --dry-run tells plan and price, and orders nothing', async () => {
    const { code, out } = await run('create', 'a film that is only imagined', '--scenes', '2', '--dry-run');
    expect(code).toBe(0);
    expect(out).toMatch(/0 kept, 6 to be made; \$\d\.\d\d would be bought/);
    expect((await run('list')).out).not.toContain('only imagined');
  });

  it('create uploads the images that are files, and leaves addresses to Reelwright', async () => {
    const image = join(setup().folder, 'ada.png');
    await writeFile(image, ONE_PIXEL);
    const images = ['--reference', `Ada=${image}`, '--place', 'Old Harbour=https://images.test/h.png'];
    const frames = ['--keyframe', `1:start=${image}`, '--on-missing-reference', 'fail'];
    const { code, out } = await run('create', 'Ada at sea', '--scenes', '2', ...images, ...frames);
    expect(code).toBe(0);
    const { order } = JSON.parse((await run('status', out.split('\n')[0] ?? '', '--json')).out) as FilmView;
    const uploaded = expect.stringMatching(/^ref_[0-9a-f]{32}$/);
    expect(order).toMatchObject({
      references: [
        { name: 'Ada', kind: 'character', image: uploaded },
        { name: 'Old Harbour', kind: 'place', image: 'https://images.test/h.png' },
      ],
      keyframes: [{ scene: 1, frame: 'start', image: uploaded }],
      onMissingReference: 'fail',
    });
  });

  it.each([
    [['--reference', 'Ada'], /--reference takes name=path or name=https:\/\/…, not "Ada"/],
    [['--reference', 'Ada=/nowhere.png'], /Cannot read the image \/nowhere\.png: .*ENOENT/],
    [['--place', 'Harbour=http://images.test/h.png'], /references\[0\]\.image: must be the id .* or an https address/],
    [['--keyframe', '1:middle=https://images.test/h.png'], /keyframes\[0\]\.frame: must be one of start, end/],
    [['--keyframe', '9:end=https://images.test/h.png'], /keyframes\[0\]\.scene: .*\(received 9\)/],
    [
      ['--reference', `Ada=ref_${'0'.repeat(32)}`],
      /references\[0\]\.image: must be the id of an image that was uploaded/,
    ],
  ])('create refuses %j with exit code 2 and a reason', async (options, text) => {
    const { code, err } = await run('create', 'x', '--scenes', '2', ...options);
    expect(err).toMatch(text);
    expect(code).toBe(2);
  });

  it('edit and recut say so where a film is like that already', async () => {
    const { bundle, one } = setup();
    const { id } = await orderFilm(one);
    await finishFilm(bundle, one, id);
    const same = ['--title', EXAMPLE_STORYBOARD.title];
    const nothing = 'nothing to change: revision 1 is like that already ($0.54 of $25.00 so far)\n';
    expect(await run('edit', id, ...same)).toMatchObject({
      code: 0,
      out: `${nothing}Next: npx reelwright status ${id}\n`,
    });
    expect(await run('edit', id, ...same, '--dry-run')).toMatchObject({ code: 0, out: nothing });
    const recut = await run('recut', id, '--captions', 'files');
    expect(recut).toMatchObject({ code: 0, err: `nothing to change: that is how film ${id} is cut\n` });
    expect(recut.out).toContain(`${id}  succeeded\n`);
  });

  it('edit is refused where nothing is to be changed', async () => {
    const { code, err } = await run('edit', (await orderFilm(setup().one)).id);
    expect([code, err]).toEqual([2, 'Say what is to be changed\n`reelwright edit --help` shows how\n']);
  });

  it('create -o waits with progress, saves the film and prints its path', async () => {
    const { folder } = setup();
    const path = join(folder, 'film.mp4');
    const running = run('create', 'saved film', '-o', path);
    const { id } = await newestFilm('saved film');
    await finish(id);
    const { code, out, err } = await running;
    expect(code).toBe(0);
    expect(out).toBe(`${id}\n${path}\n`);
    expect(err).toMatch(/\[0:\d\d\] succeeded: storyboard 1\/1, keyframes 3\/3, clips 2\/2, cut 1\/1/);
    expect(await readFile(path, 'utf8')).toBe('an mp4');
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('gives up waiting with an exit code of its own, and says how to go on', async () => {
    const { code, out, err } = await run('create', 'slow film', '--wait', '--timeout', '0.3');
    expect(code).toBe(3);
    const id = out.trim();
    expect(err).toContain(`Wait on with: reelwright get ${id} --wait`);
    expect((await run('get', id)).code).toBe(3);
    const waiting = run('get', id, '--wait', '-o', setup().folder);
    await finish(id);
    expect(await waiting).toMatchObject({ code: 0, out: `${join(setup().folder, id)}.mp4\n` });
  });

  it('names the gaps of a partial film', async () => {
    const { id } = await orderFilm(setup().one);
    await finish(id, [2]);
    const { code, err } = await run('get', id, '-o', join(setup().folder, 'partial.mp4'));
    expect(code).toBe(0);
    expect(err).toContain('scene 2 is missing: no clip (PROVIDER_FAILED)');
  });

  it('lists films as a table, by status', async () => {
    const { id } = await orderFilm(setup().one);
    expect((await run('list', '--status', 'pending')).out).toContain(id);
    expect((await run('list', '--status', 'complete')).out).not.toContain(id);
    const { out, err } = await run('list', '--limit', '1');
    expect(out.split('\n')).toHaveLength(3);
    expect(err).toMatch(/reelwright list --cursor \S+/);
  });

  it('recut says how the same clips are to be put together, and only what is said changes', async () => {
    const { one, folder } = setup();
    const { id } = await orderFilm(one);
    await finish(id);
    const tune = join(folder, 'tune.mp3');
    await writeFile(tune, Buffer.concat([Buffer.from('ID3'), Buffer.alloc(1000, 7)]));
    const cutOf = async (...wishes: string[]) => {
      const { code, out, err } = await run('recut', id, ...wishes, '--json');
      expect(`${code} ${err}`).toBe('0 ');
      return (JSON.parse(out) as FilmView).cut;
    };
    const sound = ['--loudness=-20', '--music', tune, '--music-gain=-6', '--no-duck'];
    const first = await cutOf('--transition', '2=dip:0.4', ...sound, '--revision', '1');
    expect(first).toMatchObject({ take: 2, transitions: [{ scene: 2, kind: 'dip', seconds: 0.4 }], loudnessLufs: -20 });
    expect(first.music).toMatchObject({ gainDb: -6, duck: false });
    const second = await cutOf('--captions', 'track', '--music', 'none');
    expect(second).toMatchObject({ take: 3, captions: 'track', music: null, transitions: first.transitions });
    expect(await cutOf('--transition', 'none')).toMatchObject({ take: 4, transitions: [], loudnessLufs: -20 });
    const stale = await run('recut', id, '--captions', 'off', '--revision', '7');
    expect(stale.err).toContain('is at revision 1, and this change is for revision 7');
    expect(stale.code).toBe(2);
  });

  it.each([
    [['status', 'film_nobody'], /no film "film_nobody"\n.*reelwright list/],
    [['create', 'x', '--scenes', '61'], /scenes: .*60 \(received 61\)/],
    [['create', 'x', '--style', 'baroque'], /style: .*\(received "baroque"\)/],
    [['list', '--status', 'dreaming'], /status: /],
    [['get', 'film_nobody', '--wait'], /no film/],
  ])('%j is refused with exit code 2 and a reason', async (args, text) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toMatch(text);
  });

  it('shows with --debug what was sent and received', async () => {
    const { err } = await run('list', '--debug');
    expect(err).toMatch(/> GET .*\/v1\/films\?/);
    expect(err).toMatch(/< 200 /);
  });
});
