import { describe, expect, it } from '@jest/globals';
import { type ClipToMake, makeClip, testMediaTools } from '@shared/testing/make-clip';
import { inspectVideo } from '../inspect-video';
import { PrivateDirectory } from '../private-directory';
import { FfmpegRunner } from '../run-ffmpeg';
import { isCopyable } from './arrived-clip';

const runner = new FfmpegRunner(testMediaTools);

describe('isCopyable', () => {
  it.each<[boolean, string, Partial<ClipToMake>]>([
    [true, 'as providers send it', { encoder: ['-preset', 'veryfast', '-bf', '3'] }],
    [true, 'of a broadcast rate', { encoder: ['-r', '30000/1001'] }],
    [false, 'of ten bits', { encoder: ['-pix_fmt', 'yuv420p10le'] }],
    [false, 'of another codec', { encoder: ['-c:v', 'mpeg4'] }],
    [false, 'of flat pixels', { encoder: ['-aspect', '4:3'] }],
    [false, 'in fragments', { encoder: ['-movflags', 'frag_keyframe+empty_moov'] }],
    [false, 'whose frames last for different times', { encoder: ['-vf', 'setpts=N*N/100/TB', '-fps_mode', 'vfr'] }],
  ])('is %p for a clip %s', async (expected, _, clip) => {
    await using directory = await PrivateDirectory.create();
    const path = await makeClip({ cwd: directory.path, name: 'a.mp4', ...clip });
    expect(isCopyable(await inspectVideo(runner, path))).toBe(expected);
  });
});
