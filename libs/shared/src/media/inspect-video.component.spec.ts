import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { testMediaTools } from '@shared/testing/make-clip';
import { makeNumberedClip, type NumberedClip } from '@shared/testing/numbered-clip';
import { inspectVideo } from './inspect-video';
import { PrivateDirectory } from './private-directory';
import { probeVideo } from './probe-media';
import { FfmpegRunner } from './run-ffmpeg';

const runner = new FfmpegRunner(testMediaTools);
const withoutPrograms = new FfmpegRunner({ ffmpegPath: '/nowhere', ffprobePath: '/nowhere' });
const ffmpeg = (args: string[]) => promisify(execFile)('ffmpeg', ['-v', 'error', ...args]);

async function inspect(clip: Partial<NumberedClip>, with_: FfmpegRunner, remux: string[] = []) {
  await using directory = await PrivateDirectory.create();
  const path = await makeNumberedClip({ path: directory.file('whole.mp4'), id: 1, ...clip });
  const file = remux.length > 0 ? directory.file('remuxed.mp4') : path;
  if (remux.length > 0) await ffmpeg(['-i', path, '-map', '0', '-c', 'copy', ...remux, file]);
  return { ...(await inspectVideo(with_, file)), probed: await probeVideo(runner, file) };
}

describe('inspectVideo', () => {
  it.each<[string, Partial<NumberedClip>]>([
    ['with frames in another order than shown', { encoder: ['-bf', '3', '-g', '250'] }],
    ['of the simplest kind', { encoder: ['-profile:v', 'baseline'] }],
    ['of a size that is no multiple of sixteen', { size: '322x182' }],
    ['of a broadcast rate', { fps: '30000/1001', frames: 60 }],
    ['with the scaling of blocks that an encoder chose', { encoder: ['-x264-params', 'cqm=jvt'] }],
    ['that says how its colours are meant', { encoder: ['-colorspace', 'bt709', '-color_range', 'tv'] }],
    ['whose parameters stand before its frames as well', { encoder: ['-x264-params', 'repeat-headers=1'] }],
    ['without sound', { beepAtFrame: null }],
  ])('says of a clip %s what a program says, and starts none', async (_, clip) => {
    const { facts, probed } = await inspect(clip, withoutPrograms);
    expect(facts).toEqual(probed);
  });

  it.each<[string, Partial<NumberedClip>, string[]]>([
    ['of ten bits', { encoder: ['-pix_fmt', 'yuv420p10le'] }, []],
    ['of finer colours', { encoder: ['-pix_fmt', 'yuv444p'] }, []],
    ['of the full range of brightness', { encoder: ['-color_range', 'pc'] }, []],
    ['of flat pixels', { encoder: ['-aspect', '4:3'] }, []],
    ['of half pictures', { encoder: ['-x264-params', 'tff=1'] }, []],
    ['of another codec', { encoder: ['-c:v', 'mpeg4'] }, []],
    ['in fragments', {}, ['-movflags', 'frag_keyframe+empty_moov']],
    ['of which only the end is shown', { encoder: ['-g', '250'] }, ['-bsf:v', 'setts=pts=PTS-4096:dts=DTS-4096']],
  ])('has a program look into a clip %s', async (_, clip, remux) => {
    await expect(inspect(clip, withoutPrograms, remux)).rejects.toMatchObject({ code: 'FFMPEG_FAILED' });
    const { facts, probed } = await inspect(clip, runner, remux);
    expect(facts).toEqual(probed);
  });

  it('has a program look into a clip whose header describes other pictures than those that follow', async () => {
    await using directory = await PrivateDirectory.create();
    const encoder = ['-x264-params', 'repeat-headers=1'];
    const path = await makeNumberedClip({ path: directory.file('a.mp4'), id: 1, encoder });
    const file = await readFile(path);
    // The level, in the parameters that the header holds.
    const level = file.indexOf('avcC') + 4 + 8 + 3;
    file[level] = (file[level] ?? 0) + 1;
    await writeFile(path, file);
    await expect(inspectVideo(withoutPrograms, path)).rejects.toMatchObject({ code: 'FFMPEG_FAILED' });
  });
});
