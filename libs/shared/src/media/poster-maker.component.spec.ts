import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { testMediaTools } from '@shared/testing/make-clip';
import { makeNumberedClip } from '@shared/testing/numbered-clip';
import { waitFor } from '@shared/testing/wait-for';
import { makePoster } from './make-poster';
import { PosterMaker } from './poster-maker';
import { PrivateDirectory } from './private-directory';
import { type ReadyLimits, ReadyPrograms } from './ready-programs';
import { FfmpegRunner, type OpenProgram, type RunOptions } from './run-ffmpeg';

class WatchedRunner extends FfmpegRunner {
  readonly opened: { program: OpenProgram; cwd: string }[] = [];
  /** Programs of their own for posters that none was ready for. */
  others = 0;
  readonly killer = new AbortController();

  override async open(args: readonly string[], options: RunOptions): Promise<OpenProgram> {
    const signal = AbortSignal.any([this.killer.signal, ...(options.signal ? [options.signal] : [])]);
    const program = await super.open(args, { ...options, signal });
    this.opened.push({ program, cwd: options.cwd });
    return program;
  }

  override ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    this.others++;
    return super.ffmpeg(args, options);
  }
}

/** Two seconds, of which every frame is another picture. */
async function setup({ expected, ...limits }: Partial<ReadyLimits> & { expected: readonly number[] }) {
  const runner = new WatchedRunner(testMediaTools);
  const directory = await PrivateDirectory.create();
  const videoPath = await makeNumberedClip({ path: directory.file('clip.mp4'), id: 1, encoder: ['-g', '12'] });
  const ready = new ReadyPrograms(runner, { quietMs: 0, ...limits });
  const posters = new PosterMaker(runner, ready);
  for (const atSeconds of expected) posters.getReady(atSeconds);
  await waitFor(() => ready.count === Math.min(expected.length, limits.most ?? Infinity));
  const outputPath = directory.file('poster.jpg');
  const make = async (atSeconds: number, changes: { videoPath?: string; signal?: AbortSignal } = {}) => {
    const facts = await posters.make({ videoPath, atSeconds, outputPath, ...changes });
    return { facts, bytes: await readFile(outputPath) };
  };
  const known = async (atSeconds: number) => {
    const path = directory.file('known.jpg');
    await makePoster(new FfmpegRunner(testMediaTools), { videoPath, atSeconds, outputPath: path });
    return readFile(path);
  };
  const close = async () => {
    await posters[Symbol.asyncDispose]();
    await directory[Symbol.asyncDispose]();
  };
  return { runner, directory, posters, ready, make, known, [Symbol.asyncDispose]: close };
}

describe('PosterMaker', () => {
  it.each([0.5, 1])('has the same picture from a program that was ready as from a fresh one: at %s s', async (at) => {
    await using film = await setup({ expected: [at] });
    const { facts, bytes } = await film.make(at);
    expect(facts).toEqual({ mediaType: 'image/jpeg', width: 320, height: 180 });
    expect(film.runner).toMatchObject({ others: 0, opened: { length: 1 } });
    expect(bytes).toEqual(await film.known(at));
  });

  it('leaves a program to whom it was started for', async () => {
    await using film = await setup({ expected: [1] });
    expect((await film.make(0.5)).bytes).toEqual(await film.known(0.5));
    expect(film.runner.others).toBe(1);
    expect(film.ready.count).toBe(1);
    await film.make(1);
    expect(film.runner.others).toBe(1);
  });

  it('starts none for a video that is there before it', async () => {
    await using film = await setup({ expected: [] });
    film.posters.getReady(1);
    film.posters.getReady(0.5);
    await film.make(1);
    await waitFor(() => film.ready.count === 1);
    await film.make(0.5);
    expect(film.runner).toMatchObject({ others: 1, opened: { length: 1 } });
  });

  it('has no more programs ready than it may', async () => {
    await using film = await setup({ expected: [1, 1, 1], most: 2 });
    await Promise.all([film.make(1), film.make(1), film.make(1)]);
    expect(film.runner).toMatchObject({ others: 1, opened: { length: 2 } });
  });

  it.each(['while it waited', 'while it worked'])('takes a fresh one where one was killed %s', async (moment) => {
    await using film = await setup({ expected: [1] });
    if (moment === 'while it waited') film.runner.killer.abort();
    const making = film.make(1);
    film.runner.killer.abort();
    expect((await making).bytes).toEqual(await film.known(1));
    expect(film.runner.others).toBe(1);
  });

  it('says that there is no frame past the end, and what is no video', async () => {
    await using film = await setup({ expected: [9, 1] });
    await expect(film.make(9)).rejects.toMatchObject({ code: 'MEDIA_INVALID' });
    const page = film.directory.file('page.mp4');
    await writeFile(page, '<html>');
    await expect(film.make(1, { videoPath: page })).rejects.toMatchObject({ code: 'FFMPEG_FAILED' });
    expect(film.runner).toMatchObject({ others: 2, opened: { length: 2 } });
  });

  it.each(['before it began', 'while it worked'])('ends with whoever wanted the poster %s', async (moment) => {
    await using film = await setup({ expected: [1] });
    const stop = new AbortController();
    if (moment === 'before it began') stop.abort();
    const making = film.make(1, { signal: stop.signal });
    stop.abort();
    await expect(making).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(film.runner.opened[0]?.program.ended).rejects.toThrow();
  });

  it('leaves nothing behind', async () => {
    await using film = await setup({ expected: [1, 0.5] });
    await film.make(1);
    await film.posters[Symbol.asyncDispose]();
    await Promise.allSettled(film.runner.opened.map(({ program }) => program.ended));
    await waitFor(() => !film.runner.opened.some(({ cwd }) => existsSync(cwd)));
  });
});
