import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { startAssemblyTools } from '@shared/testing/assembly-tools';
import { aClip } from '@shared/testing/a-clip';
import { makeClip, testMediaTools } from '@shared/testing/make-clip';
import { Turns } from '@shared/lifecycle/turns';
import { PrivateDirectory } from '../private-directory';
import { FfmpegRunner, type RunOptions } from '../run-ffmpeg';
import { measureLoudness } from '../sound/measure-loudness';
import { ClipSounds } from './clip-sounds';

const target = { width: 320, height: 180, frameRate: '24/1', loudnessLufs: -16 };

class CountingRunner extends FfmpegRunner {
  starts = 0;

  override ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    this.starts += 1;
    return super.ffmpeg(args, options);
  }
}

const { encoders } = startAssemblyTools();

async function setup() {
  const directory = await PrivateDirectory.create();
  const runner = new CountingRunner(testMediaTools);
  const signal = new AbortController().signal;
  const sounds = new ClipSounds({ runner, encoders, directory, target, turns: new Turns(2), signal });
  return { directory, runner, sounds, [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose]() };
}

async function loudnessOf(path: string): Promise<number | null> {
  const { buffer, byteOffset, length } = await readFile(path);
  expect(length).toBeGreaterThanOrEqual(48_000 * 4);
  return measureLoudness(new Int16Array(buffer, byteOffset, Math.floor(length / 4) * 2));
}

describe('ClipSounds', () => {
  it('starts two programs for the sound of any number of clips that come in one moment, each as loud as the film', async () => {
    await using bench = await setup();
    const { directory, runner, sounds } = bench;
    const path = await makeClip({ cwd: directory.path, name: 'a.mp4' });
    const first = sounds.takeIn({ n: 1, path, startSeconds: 0, facts: aClip() });
    await Promise.resolve();
    const others = [2, 3, 4, 5].map((n) => sounds.takeIn({ n, path, startSeconds: 0, facts: aClip() }));
    for (const made of await Promise.all([first, ...others])) expect(await loudnessOf(made)).toBeCloseTo(-16, 1);
    expect(runner.starts).toBe(2);
  });

  it('fails the one clip that has no sound to be read, and none of those that came with it', async () => {
    await using bench = await setup();
    const { directory, sounds } = bench;
    const path = await makeClip({ cwd: directory.path, name: 'a.mp4' });
    await writeFile(directory.file('bad.mp4'), 'no clip');
    const taken = [path, directory.file('bad.mp4'), path].map((one, index) =>
      sounds.takeIn({ n: index, path: one, startSeconds: 0, facts: aClip() }),
    );
    const [one, bad, other] = await Promise.allSettled(taken);
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'MEDIA_INVALID' } });
    for (const made of [one, other]) expect(made).toMatchObject({ status: 'fulfilled' });
  });
});
