import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { FilmView } from '@shared/contracts/film';
import { EXAMPLE_STORYBOARD } from '../../apps/gateway/test/example-storyboard';
import { finishFilm } from '../../apps/gateway/test/finished-film';
import { orderFilm } from '../../apps/gateway/test/start-gateway';
import { startOnce } from '@shared/testing/start-once';
import { CliBench } from './cli-bench';

const setup = startOnce(
  () => CliBench.start(),
  (bench) => bench.stop(),
);
const run = (...args: string[]) => setup().run(...args);

describe('reelwright, of films that are there', () => {
  it('edit and recut say so where a film is like that already', async () => {
    const { bundle, gateway } = setup();
    const { id } = await orderFilm(gateway);
    await finishFilm(bundle, gateway, id);
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

  it.each([
    ['seconds=abc', /seconds: must be a number \(received "abc"\)/],
    ['keyDetails=lamp', /--set has a list that is no JSON: lamp/],
    ['nope=x', /set\.nope: is not a field of this request \(received "x"\)/],
  ])('edit --set %s is refused with what was given', async (set, text) => {
    const { code, err } = await run('edit', (await orderFilm(setup().gateway)).id, '--scene', '1', '--set', set);
    expect(code).toBe(2);
    expect(err).toMatch(text);
  });

  it('edit takes words in brackets for words', async () => {
    const { bundle, gateway } = setup();
    const { id } = await orderFilm(gateway);
    await finishFilm(bundle, gateway, id);
    const edit = ['--scene', '1', '--set', 'motionPrompt=[slowly] the lamp turns', '--set', 'seconds=5'];
    expect(await run('edit', id, ...edit, '--dry-run')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^revision 2: /),
    });
  });

  it('edit is refused where nothing is to be changed', async () => {
    const { code, err } = await run('edit', (await orderFilm(setup().gateway)).id);
    expect([code, err]).toEqual([2, 'Say what is to be changed\n`reelwright edit --help` shows how\n']);
  });

  it('create -o waits with progress, saves the film and prints its path', async () => {
    const { folder } = setup();
    const path = join(folder, 'film.mp4');
    const running = run('create', 'saved film', '-o', path);
    const { id } = await setup().newestFilm('saved film');
    await setup().finish(id);
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
    await setup().finish(id);
    expect(await waiting).toMatchObject({ code: 0, out: `${join(setup().folder, id)}.mp4\n` });
  });

  it('names the gaps of a partial film', async () => {
    const { id } = await orderFilm(setup().gateway);
    await setup().finish(id, [2]);
    const { code, err } = await run('get', id, '-o', join(setup().folder, 'partial.mp4'));
    expect(code).toBe(0);
    expect(err).toContain('scene 2 is missing: no clip (PROVIDER_FAILED)');
  });

  it('lists films as a table, by status', async () => {
    const { id } = await orderFilm(setup().gateway);
    expect((await run('list', '--status', 'pending')).out).toContain(id);
    expect((await run('list', '--status', 'complete')).out).not.toContain(id);
    const { out, err } = await run('list', '--limit', '1');
    expect(out.split('\n')).toHaveLength(3);
    expect(err).toMatch(/reelwright list --cursor \S+/);
  });

  it('recut says how the same clips are to be put together, and only what is said changes', async () => {
    const { gateway, folder } = setup();
    const { id } = await orderFilm(gateway);
    await setup().finish(id);
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
