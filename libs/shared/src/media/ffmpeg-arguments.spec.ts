import { describe, expect, it } from '@jest/globals';
import { buildPosterArguments, buildProbeArguments } from './ffmpeg-arguments';
import { buildReadThroughArguments } from './read-through-arguments';

const limits = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', 'mov'];

describe('the arguments for ffmpeg', () => {
  it('probe by counting packets', () => {
    const args = buildProbeArguments('-clip.mp4');
    expect(args).toEqual(expect.arrayContaining([...limits, '-count_packets']));
    expect(args.slice(-2)).toEqual(['-i', 'file:-clip.mp4']);
  });

  it('decode a file from end to end, no larger than allowed, and stop at the first fault', () => {
    const args = buildReadThroughArguments([{ path: 'clip.mp4' }]);
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

  it('take one frame as a poster, of no more pixels than allowed', () => {
    const args = buildPosterArguments({ path: '/f/film.mp4', atSeconds: 1.5, outputFile: 'poster.jpg' });
    expect(args).toEqual(expect.arrayContaining([...limits, '-max_pixels', '-ss', '1.500', 'file:/f/film.mp4']));
    expect(args).toEqual(expect.arrayContaining(['-frames:v', '1', 'mjpeg', 'poster.jpg']));
  });
});

function valueOf(args: string[], name: string): string | undefined {
  return args[args.indexOf(name) + 1];
}
