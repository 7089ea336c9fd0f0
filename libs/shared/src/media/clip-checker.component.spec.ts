import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { makeClip, testMediaTools } from '@shared/testing/make-clip';
import { ClipChecker } from './clip-checker';
import { PrivateDirectory } from './private-directory';
import { FfmpegRunner } from './run-ffmpeg';
import { buildDecodeArguments } from './sound/sound-arguments';

const runner = new FfmpegRunner(testMediaTools);
const checker = new ClipChecker(runner);

describe('ClipChecker', () => {
  it('returns the facts of a good clip', async () => {
    await using directory = await PrivateDirectory.create();
    const path = await makeClip({ cwd: directory.path, name: 'a.mp4', seconds: 2 });
    const { facts, hasSamples } = await checker.check(path, { seconds: 2, fps: 24, width: 320, height: 180 });
    expect(hasSamples).toBe(false);
    expect(facts).toMatchObject({
      durationSeconds: 2,
      frames: 48,
      packets: 48,
      frameRate: '24/1',
      videoCodec: 'h264',
      pixelFormat: 'yuv420p',
      rotationDegrees: 0,
      audio: { durationSeconds: 2 },
    });
  });

  it('writes the sound in step with the picture, as it is decoded for a film', async () => {
    await using directory = await PrivateDirectory.create();
    const path = await makeClip({ cwd: directory.path, name: 'a.mp4', seconds: 2 });
    const samplesPath = directory.file('sound.s16');
    expect(await checker.check(path, { seconds: 2 }, { samplesPath })).toMatchObject({ hasSamples: true });
    const decoded = { path, startSeconds: 0, seconds: 2, outputFile: directory.file('decoded.s16') };
    await runner.ffmpeg(buildDecodeArguments([decoded]), { cwd: directory.path });
    const samples = await readFile(decoded.outputFile);
    expect(samples).toHaveLength(2 * 48_000 * 4);
    expect((await readFile(samplesPath)).subarray(0, samples.length).equals(samples)).toBe(true);
  });

  it('takes a good clip whose sound cannot be written', async () => {
    await using directory = await PrivateDirectory.create();
    const path = await makeClip({ cwd: directory.path, name: 'a.mp4', seconds: 2 });
    const checked = checker.check(path, { seconds: 2 }, { samplesPath: directory.file('nowhere/sound.s16') });
    expect(await checked).toMatchObject({ hasSamples: false, facts: { packets: 48 } });
  });

  it('refuses a clip whose end is missing, although its header promises all of it', async () => {
    await using directory = await PrivateDirectory.create();
    const whole = await readFile(await makeClip({ cwd: directory.path, name: 'a.mp4', seconds: 2 }));
    const path = directory.file('cut.mp4');
    await writeFile(path, whole.subarray(0, Math.floor(whole.length * 0.7)));
    const checking = checker.check(path, { seconds: 2 });
    await expect(checking).rejects.toMatchObject({ code: 'MEDIA_INVALID' });
    await expect(checking).rejects.toThrow('truncated');
  });

  it('refuses a clip of another length than was asked for', async () => {
    await using directory = await PrivateDirectory.create();
    const path = await makeClip({ cwd: directory.path, name: 'a.mp4', seconds: 2 });
    await expect(checker.check(path, { seconds: 4 })).rejects.toThrow('it lasts 2 s, asked were 4 s');
  });

  it.each([
    ['a page', Buffer.from('<html>502 Bad Gateway</html>'), 'not an MP4'],
    ['a list of other files', Buffer.from('ffconcat version 1.0\nfile /etc/passwd\n'), 'not an MP4'],
    ['nothing', Buffer.alloc(0), 'not an MP4'],
    ['an MP4 header and no more', Buffer.from('0000001866747970697363323030', 'hex'), 'cannot be read as video'],
  ])('refuses %s', async (_, bytes, message) => {
    await using directory = await PrivateDirectory.create();
    await writeFile(directory.file('a.mp4'), bytes);
    const checking = checker.check(directory.file('a.mp4'), { seconds: 4 });
    await expect(checking).rejects.toMatchObject({ code: 'MEDIA_INVALID' });
    await expect(checking).rejects.toThrow(message);
  });

  it('refuses a file of sound alone', async () => {
    await using directory = await PrivateDirectory.create();
    const args = ['-v', 'error', '-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac', 'sound.mp4'];
    await runner.ffmpeg(args, { cwd: directory.path });
    const checking = checker.check(directory.file('sound.mp4'), { seconds: 1 });
    await expect(checking).rejects.toThrow('no video stream');
  });

  it('does not blame the clip when the program is not there', async () => {
    await using directory = await PrivateDirectory.create();
    const path = await makeClip({ cwd: directory.path, name: 'a.mp4' });
    const nowhere = new FfmpegRunner({ ffmpegPath: '/nowhere', ffprobePath: '/nowhere' });
    await expect(new ClipChecker(nowhere).check(path, { seconds: 1 })).rejects.toMatchObject({ code: 'FFMPEG_FAILED' });
  });
});
