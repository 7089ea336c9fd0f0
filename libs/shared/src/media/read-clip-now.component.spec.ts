import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { makeClip, testMediaTools } from '@shared/testing/make-clip';
import { waitFor } from '@shared/testing/wait-for';
import { ClipReader } from './clip-reader';
import { inspectVideo } from './inspect-video';
import { PrivateDirectory } from './private-directory';
import { type ReadyLimits, ReadyPrograms } from './ready-programs';
import { FfmpegRunner, type OpenProgram, type RunOptions } from './run-ffmpeg';

class WatchedRunner extends FfmpegRunner {
  readonly opened: OpenProgram[] = [];
  readonly directories: string[] = [];
  /** Programs of their own for clips that none was ready for. */
  others = 0;
  atWork = 0;
  mostAtWork = 0;
  readonly killer = new AbortController();

  override async open(args: readonly string[], options: RunOptions): Promise<OpenProgram> {
    const signal = AbortSignal.any([this.killer.signal, ...(options.signal ? [options.signal] : [])]);
    const program = await super.open(args, { ...options, signal });
    this.opened.push(program);
    this.directories.push(options.cwd);
    program.input.once('finish', () => (this.mostAtWork = Math.max(this.mostAtWork, ++this.atWork)));
    void program.ended.catch(() => undefined).then(() => this.atWork--);
    return program;
  }

  override ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    this.others++;
    return super.ffmpeg(args, options);
  }
}

interface Setup extends Partial<ReadyLimits> {
  expected: number;
  atOnce?: number;
}

async function setup({ expected, atOnce, ...limits }: Setup) {
  const runner = new WatchedRunner(testMediaTools);
  const directory = await PrivateDirectory.create();
  const path = await makeClip({ cwd: directory.path, name: 'clip.mp4', seconds: 2 });
  const { facts } = await inspectVideo(runner, path);
  const ready = new ReadyPrograms(runner, { quietMs: 0, ...limits });
  const reader = new ClipReader(runner, atOnce, ready);
  for (let n = 0; n < expected; n++) reader.getReady();
  let files = 0;
  const read = async ({ from = path, seconds = 2.5, startSeconds = 0, signal = new AbortController().signal } = {}) => {
    const outputFile = directory.file(`sound-${files++}.s16`);
    const sound = { startSeconds, seconds, outputFile };
    const { hasSamples } = await reader.readThrough({ path: from, facts, sound, signal });
    return hasSamples ? readFile(outputFile) : null;
  };
  const close = async () => {
    await reader[Symbol.asyncDispose]();
    await directory[Symbol.asyncDispose]();
  };
  const areReady = (count: number) => waitFor(() => ready.count === count);
  return { runner, directory, path, ready, reader, read, areReady, [Symbol.asyncDispose]: close };
}

describe('programs that are ready for clips', () => {
  it.each([2.5, 1.3])('read a clip with the same sound as a program of its own: %s s at most', async (seconds) => {
    await using clips = await setup({ expected: 1 });
    await clips.areReady(1);
    const sound = await clips.read({ seconds });
    expect(clips.runner.others).toBe(0);
    expect(sound).not.toBeNull();
    expect(sound).toEqual(await clips.read({ seconds }));
    expect(clips.runner.others).toBe(1);
  });

  it('refuse a clip that is broken', async () => {
    await using clips = await setup({ expected: 1 });
    const broken = clips.directory.file('broken.mp4');
    const bytes = await readFile(clips.path);
    const frames = bytes.indexOf('mdat') + 200;
    await writeFile(broken, bytes.fill(0xff, frames, frames + 2000));
    await clips.areReady(1);
    await expect(clips.read({ from: broken })).rejects.toMatchObject({ code: 'MEDIA_INVALID' });
    expect(clips.runner.opened).toHaveLength(1);
  });

  it('leave to others what they were not started for', async () => {
    await using clips = await setup({ expected: 1 });
    await clips.areReady(1);
    expect(await clips.read({ startSeconds: 0.5 })).not.toBeNull();
    expect(clips.runner.others).toBe(1);
    expect(clips.ready.count).toBe(1);
  });

  it.each(['while it waited', 'while it read'])(
    'make way for a program of its own when one was killed %s',
    async (moment) => {
      await using clips = await setup({ expected: 1 });
      await clips.areReady(1);
      if (moment === 'while it waited') clips.runner.killer.abort();
      const reading = clips.read();
      clips.runner.killer.abort();
      expect(await reading).not.toBeNull();
      expect(clips.runner.others).toBe(1);
    },
  );

  it('end with whoever wanted the clip', async () => {
    await using clips = await setup({ expected: 1 });
    await clips.areReady(1);
    const stop = new AbortController();
    const reading = clips.read({ signal: stop.signal });
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(clips.runner.opened[0]?.ended).rejects.toThrow();
    expect(clips.runner.others).toBe(0);
  });

  it('are no more than are allowed, and are replaced', async () => {
    await using clips = await setup({ expected: 5, most: 2 });
    await clips.areReady(2);
    await Promise.all([clips.read(), clips.read(), clips.read()]);
    expect(clips.runner.opened).toHaveLength(2);
    clips.reader.getReady();
    await clips.areReady(1);
    expect(clips.runner.opened).toHaveLength(3);
  });

  it('are not started for clips that are there before them', async () => {
    await using clips = await setup({ expected: 2 });
    const reading = clips.read();
    await clips.areReady(1);
    await reading;
    await clips.read();
    expect(clips.runner).toMatchObject({ others: 1, opened: { length: 1 } });
  });

  it('do not all work at the same time', async () => {
    await using clips = await setup({ expected: 3, atOnce: 1 });
    await clips.areReady(3);
    await Promise.all([clips.read(), clips.read(), clips.read()]);
    expect(clips.runner).toMatchObject({ others: 0, mostAtWork: 1 });
  });

  it('end when no clip comes', async () => {
    await using clips = await setup({ expected: 1, idleMs: 1 });
    const program = await waitFor(() => clips.runner.opened[0]);
    await expect(program.ended).rejects.toThrow();
    await clips.areReady(0);
  });

  it('end at the close, and leave nothing behind', async () => {
    await using clips = await setup({ expected: 2 });
    await clips.areReady(2);
    await clips.ready[Symbol.asyncDispose]();
    for (const { ended } of clips.runner.opened) await expect(ended).rejects.toThrow();
    expect(clips.runner.directories.filter((path) => existsSync(path))).toEqual([]);
    clips.reader.getReady();
    expect(clips.ready.count).toBe(0);
  });
});
