import { describe, expect, it } from '@jest/globals';
import {
  buildConcatArguments,
  buildConcatList,
  buildPosterArguments,
  buildProbeArguments,
  buildReadThroughArguments,
} from './ffmpeg-arguments';
import { buildNormaliseArguments } from './normalise-arguments';
import { aClip } from '@shared/testing/a-clip';

const limits = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', 'mov'];

describe('the arguments for ffmpeg', () => {
  it('probe by counting packets', () => {
    const args = buildProbeArguments('-clip.mp4');
    expect(args).toEqual(expect.arrayContaining([...limits, '-count_packets']));
    expect(args.slice(-2)).toEqual(['-i', 'file:-clip.mp4']);
  });

  it('decode a file from end to end, no larger than allowed, and stop at the first fault', () => {
    const args = buildReadThroughArguments('clip.mp4');
    expect(args).toEqual(expect.arrayContaining(['-nostdin', '-xerror', '-max_alloc', '-max_pixels', ...limits]));
    expect(valueOf(args, '-i')).toBe('file:clip.mp4');
    expect(args.slice(-3)).toEqual(['-f', 'null', '-']);
    expect(args).not.toContain('copy');
  });

  it('read with the few decoders that clips need', () => {
    const decoders = valueOf(buildProbeArguments('clip.mp4'), '-codec_whitelist')?.split(',');
    expect(decoders).toEqual(expect.arrayContaining(['h264', 'aac']));
    expect(decoders).not.toContain('hls');
  });

  it('join by stream copy from a list that may name nothing outside of its directory', () => {
    const args = buildConcatArguments('list.ffconcat', 'film.mp4');
    expect(valueOf(args, '-format_whitelist')).toBe('concat,mov');
    expect(valueOf(args, '-safe')).toBe('1');
  });

  it('list the parts one a line', () => {
    const list = buildConcatList([{ file: 'clip-0001.mp4' }, { file: 'clip-0002.mp4' }]);
    expect(list).toBe('ffconcat version 1.0\nfile clip-0001.mp4\nfile clip-0002.mp4\n');
  });

  it('take one frame as a poster, of no more pixels than allowed', () => {
    const args = buildPosterArguments({ path: '/f/film.mp4', atSeconds: 1.5, outputFile: 'poster.jpg' });
    expect(args).toEqual(expect.arrayContaining([...limits, '-max_pixels', '-ss', '1.500', 'file:/f/film.mp4']));
    expect(args).toEqual(expect.arrayContaining(['-frames:v', '1', 'mjpeg', 'poster.jpg']));
  });

  it('normalise to the size, rate and units of the target', () => {
    const target = aClip({ width: 640, height: 360, frameRate: '24/1', timeBase: '1/12288' });
    const args = buildNormaliseArguments({ path: '/f/a.mp4', clip: aClip(), target, outputFile: 'b.mp4' });
    expect(valueOf(args, '-vf')).toBe(
      'scale=640:360:force_original_aspect_ratio=decrease,pad=640:360:(ow-iw)/2:(oh-ih)/2,setsar=1,fps=24/1,format=yuv420p',
    );
    expect(valueOf(args, '-video_track_timescale')).toBe('12288');
    expect(valueOf(args, '-ar')).toBe('48000');
  });

  it('normalise a silent clip among clips with sound to silence', () => {
    const args = buildNormaliseArguments({
      path: '/f/a.mp4',
      clip: aClip({ audio: null }),
      target: aClip(),
      outputFile: 'b.mp4',
    });
    expect(args).toEqual(expect.arrayContaining(['lavfi', 'anullsrc=r=48000:cl=stereo', '1:a:0']));
  });

  it('drop the sound where no clip of the film has any', () => {
    const target = aClip({ audio: null });
    const args = buildNormaliseArguments({ path: '/f/a.mp4', clip: target, target, outputFile: 'b.mp4' });
    expect(args).toContain('-an');
  });
});

function valueOf(args: string[], name: string): string | undefined {
  return args[args.indexOf(name) + 1];
}
