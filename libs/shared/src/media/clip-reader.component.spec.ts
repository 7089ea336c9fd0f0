import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { makeClip, testMediaTools } from '@shared/testing/make-clip';
import { ClipReader } from './clip-reader';
import { inspectVideo } from './inspect-video';
import { PrivateDirectory } from './private-directory';
import { FfmpegRunner, type RunOptions } from './run-ffmpeg';

class CountingRunner extends FfmpegRunner {
  readonly filesOfRun: number[] = [];

  override ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    this.filesOfRun.push(args.filter((arg) => arg === '-i').length);
    return super.ffmpeg(args, options);
  }
}

async function setup({ count, broken = [] }: { count: number; broken?: number[] }) {
  const runner = new CountingRunner(testMediaTools);
  const directory = await PrivateDirectory.create();
  const whole = await readFile(await makeClip({ cwd: directory.path, name: 'clip.mp4', seconds: 1 }));
  const { facts } = await inspectVideo(runner, directory.file('clip.mp4'));
  const reader = new ClipReader(runner, 1);
  const read = Array.from({ length: count }, async (_, index) => {
    const path = directory.file(`clip-${index}.mp4`);
    await writeFile(path, broken.includes(index) ? spoiled(whole) : whole);
    return path;
  });
  const paths = await Promise.all(read);
  return { reader, runner, facts, paths, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() };
}

// Its tables are whole, and its frames are not what they were.
function spoiled(clip: Buffer): Buffer {
  const copy = Buffer.from(clip);
  const from = copy.indexOf('mdat') + 200;
  copy.fill(0xff, from, from + 2000);
  return copy;
}

describe('ClipReader', () => {
  it('starts one program for all clips that come while another runs', async () => {
    await using clips = await setup({ count: 8 });
    await Promise.all(clips.paths.map((path) => clips.reader.readThrough({ path, facts: clips.facts })));
    expect(clips.runner.filesOfRun).toEqual([1, 6, 1]);
  });

  it('waits for those that are on their way, until they are there or will not come', async () => {
    await using clips = await setup({ count: 3 });
    const { reader, facts, paths } = clips;
    const [first, second, lost] = paths.map((path) => ({ path, expected: reader.expect(path) }));
    const read = [first, second].map((one) => reader.readThrough({ path: one?.path ?? '', facts }));
    expect(clips.runner.filesOfRun).toEqual([]);
    lost?.expected[Symbol.dispose]();
    await Promise.all(read);
    expect(clips.runner.filesOfRun).toEqual([2]);
  });

  it('does not wait for ever for one that is on its way', async () => {
    await using clips = await setup({ count: 1 });
    const { reader, facts, paths } = clips;
    using slow = reader.expect('slow.mp4');
    await reader.readThrough({ path: paths[0] ?? '', facts });
    expect(clips.runner.filesOfRun).toEqual([1]);
  });

  it('refuses only the one that is at fault', async () => {
    await using clips = await setup({ count: 5, broken: [0, 3] });
    const settled = await Promise.allSettled(
      clips.paths.map((path) => clips.reader.readThrough({ path, facts: clips.facts })),
    );
    expect(settled.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(settled[3]).toMatchObject({ reason: { code: 'MEDIA_INVALID' } });
  });

  it('lets nobody wait for more than a long clip beside its own', async () => {
    await using clips = await setup({ count: 3 });
    const long = { ...clips.facts, width: 1280, height: 720, packets: 192 };
    await Promise.all(clips.paths.map((path) => clips.reader.readThrough({ path, facts: long })));
    expect(clips.runner.filesOfRun).toEqual([1, 1, 1]);
  });

  it('does not begin with a clip that nobody wants any more', async () => {
    await using clips = await setup({ count: 2 });
    const stop = new AbortController();
    const [first = '', second = ''] = clips.paths;
    const reading = clips.reader.readThrough({ path: first, facts: clips.facts });
    const unwanted = clips.reader.readThrough({ path: second, facts: clips.facts, signal: stop.signal });
    stop.abort();
    await expect(unwanted).rejects.toThrow();
    await reading;
    expect(clips.runner.filesOfRun).toEqual([1]);
  });
});
