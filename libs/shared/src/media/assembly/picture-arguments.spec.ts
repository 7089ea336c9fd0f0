import { describe, expect, it } from '@jest/globals';
import { buildFramesArguments, buildTransitionArguments } from './picture-arguments';

const target = { width: 640, height: 360, frameRate: '30000/1001', loudnessLufs: -16 };
const request = {
  ...{ path: '/f/-a.mp4', target, startSeconds: 0.08, seekSeconds: null, captionsFile: null },
  pieces: [
    { from: 12, to: 90, quality: 'film' as const, outputFile: 'b.mp4' },
    { from: 0, to: 12, quality: 'lossless' as const, outputFile: 'c.mp4' },
  ],
};
const valueOf = (args: string[], name: string) => args[args.indexOf(name) + 1] ?? '';

describe('the arguments for pictures', () => {
  it('make a clip that differs as the film is: upright, whole, of its size, rate and pixels', () => {
    const args = buildFramesArguments({ ...request, conforms: false });
    expect(args).toEqual(expect.arrayContaining(['-nostdin', '-max_pixels', '-max_alloc', '-format_whitelist', 'mov']));
    expect(valueOf(args, '-i')).toBe('file:/f/-a.mp4');
    expect(valueOf(args, '-frames:v')).toBe('78');
    expect(valueOf(args, '-video_track_timescale')).toBe('30000');
    const filter = valueOf(args, '-filter_complex');
    for (const part of ['setpts=PTS-0.080000/TB', 'scale=640:360', 'setsar=1', 'fps=30000/1001:start_time=0']) {
      expect(filter).toContain(part);
    }
    expect(filter).toContain('[part0]trim=start=0.383717:end=2.986317');
    expect(filter).toContain('[part1]trim=end=0.383717');
  });

  it('touch no pixel of a clip that fits, and draw captions where they are wanted', () => {
    expect(valueOf(buildFramesArguments({ ...request, conforms: true }), '-filter_complex')).not.toContain('scale');
    const drawn = buildFramesArguments({ ...request, conforms: true, captionsFile: 'captions-2.srt' });
    expect(valueOf(drawn, '-filter_complex')).toContain('subtitles=filename=captions-2.srt,split=2');
  });

  it('decode from the moment on that is asked for, by the clock of the file', () => {
    const args = buildFramesArguments({ ...request, conforms: true, seekSeconds: 1.25 });
    expect(args.slice(args.indexOf('-noaccurate_seek'), args.indexOf('-i'))).toEqual([
      ...['-noaccurate_seek', '-seek_timestamp', '1', '-ss', '1.250000'],
    ]);
    expect(buildFramesArguments({ ...request, conforms: true })).not.toContain('-ss');
  });

  it('encode all that is joined with one set of parameters', () => {
    const encoderOf = (args: string[]) => args.slice(args.indexOf('-c:v'), args.indexOf('-f', args.indexOf('-c:v')));
    const blend = { kind: 'blend', n: 1, from: 80, to: 90, into: 2 } as const;
    const transition = buildTransitionArguments(blend, { target, inputs: ['a.mp4', 'b.mp4'], outputFile: 'c.mp4' });
    expect(encoderOf(transition)).toEqual(encoderOf(buildFramesArguments({ ...request, conforms: false })));
    expect(valueOf(transition, '-filter_complex')).toContain('xfade=transition=fade:duration=0.333667:offset=0');
  });
});
