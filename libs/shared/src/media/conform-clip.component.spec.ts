import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ClipToMake, makeClip, testMediaTools } from '@shared/testing/make-clip';
import { ENCODE_TIMEOUT_MS } from './assembly/make-picture';
import { conformClip } from './conform-clip';
import { inspectVideo } from './inspect-video';
import { readTracks } from './mp4/read-tracks';
import { FfmpegRunner, type RunOptions } from './run-ffmpeg';

const runner = new FfmpegRunner(testMediaTools);
const target = { width: 320, height: 180, frameRate: '24/1' };
let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'conform-clip-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

async function conform(name: string, clip: Partial<ClipToMake>) {
  const path = await makeClip({ cwd, name: `${name}.mp4`, ...clip });
  const outputPath = join(cwd, `${name}.mov`);
  const conformed = await conformClip(runner, { path, video: await inspectVideo(runner, path), target, outputPath });
  return { conformed, outputPath };
}

// Bare samples, as QuickTime calls them.
async function soundOf(path: string): Promise<string | undefined> {
  const sound = (await readTracks(path)).find(({ handler }) => handler === 'soun');
  return sound?.descriptions[0]?.toString('latin1', 4, 8);
}

class ListeningRunner extends FfmpegRunner {
  readonly times: (number | undefined)[] = [];

  override ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    this.times.push(options.timeoutMs);
    return super.ffmpeg(args, options);
  }
}

it('has as long for a clip as its encoding within a film', async () => {
  const path = await makeClip({ cwd, name: 'long.mp4', fps: 30 });
  const listening = new ListeningRunner(testMediaTools);
  const video = await inspectVideo(runner, path);
  await conformClip(listening, { path, video, target, outputPath: join(cwd, 'long.mov') });
  expect(listening.times).toEqual([ENCODE_TIMEOUT_MS, ENCODE_TIMEOUT_MS]);
});

it('leaves a clip alone that fits the film', async () => {
  const { conformed, outputPath } = await conform('fits', {});
  expect(conformed).toBeNull();
  await expect(stat(outputPath)).rejects.toMatchObject({ code: 'ENOENT' });
});

it.each<[string, Partial<ClipToMake>]>([
  ['of another size', { size: '640x480' }],
  ['of another rate', { fps: 30 }],
  ['of another rate without sound', { fps: 25, tone: 0 }],
])('makes a clip %s fit, so that making it fit again changes nothing', async (name, clip) => {
  const { conformed, outputPath } = await conform(name.replaceAll(' ', '-'), { seconds: 2, ...clip });
  expect(conformed).toMatchObject({ width: 320, height: 180, packets: 48, frameRate: '24/1' });
  expect(await soundOf(outputPath)).toBe(clip.tone === 0 ? undefined : 'sowt');
  if (conformed?.audio) expect(Math.abs(conformed.audio.durationSeconds - 2)).toBeLessThan(0.03);
  const video = await inspectVideo(runner, outputPath);
  expect(await conformClip(runner, { path: outputPath, video, target, outputPath: join(cwd, 'again.mov') })).toBeNull();
});
