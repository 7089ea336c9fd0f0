import { describe, expect, it } from '@jest/globals';
import { buildPosterArguments, buildPosterLaterArguments, buildProbeArguments, GATE } from './ffmpeg-arguments';

const limits = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', 'mov'];

describe('the arguments for ffmpeg', () => {
  it('probe by counting packets', () => {
    const args = buildProbeArguments('-clip.mp4');
    expect(args).toEqual(expect.arrayContaining([...limits, '-count_packets']));
    expect(args.slice(-2)).toEqual(['-i', 'file:-clip.mp4']);
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

  it('take the same frame of a file that comes later, behind nothing but empty notes', () => {
    const request = { path: 'film.mp4', atSeconds: 1.5, outputFile: 'poster.jpg' };
    const [now, later] = [buildPosterArguments(request), buildPosterLaterArguments(request)];
    const gate = later.indexOf('pipe:0') + 1;
    expect(later.slice(gate - GATE.length, gate)).toEqual(GATE);
    const asFirst = later
      .toSpliced(gate - GATE.length, GATE.length)
      .join(' ')
      .replace(' 1:v:0', ' 0:v:0');
    expect(asFirst).toBe(now.join(' '));
  });
});

function valueOf(args: string[], name: string): string | undefined {
  return args[args.indexOf(name) + 1];
}
