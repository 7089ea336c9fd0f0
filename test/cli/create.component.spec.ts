import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildEvent } from '@shared/contracts/events';
import type { FilmView } from '@shared/contracts/film';
import { INSTALLATION_TENANT, POOLS_SUBJECT } from '@shared/contracts/installation';
import { ONE_PIXEL } from '../../apps/gateway/test/one-pixel';
import { startOnce } from '@shared/testing/start-once';
import { CliBench } from './cli-bench';

const setup = startOnce(
  () => CliBench.start(),
  (bench) => bench.stop(),
);
const run = (...args: string[]) => setup().run(...args);

describe('reelwright create and models', () => {
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
    await setup().gateway.hear(buildEvent({ name: 'pool.changed', ...of, data }, new Date()));
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
});
