import { describe, expect, it } from '@jest/globals';
import { buildReadLaterArguments, buildReadThroughArguments } from './read-through-arguments';

const limits = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', 'mov'];

describe('the arguments for reading clips through', () => {
  it('decode a file from end to end, no larger than allowed, and stop at the first fault', () => {
    const args = buildReadThroughArguments([{ path: 'clip.mp4' }]);
    expect(args).toEqual(expect.arrayContaining(['-nostdin', '-xerror', '-max_alloc', '-max_pixels', ...limits]));
    expect(valueOf(args, '-i')).toBe('file:clip.mp4');
    expect(args.slice(-3)).toEqual(['-f', 'null', '-']);
    expect(args).not.toContain('copy');
  });

  it('write the sound of those of which it is wanted', () => {
    const sound = { startSeconds: 0.5, seconds: 4, outputFile: '/f/b.s16' };
    const args = buildReadThroughArguments([{ path: 'a.mp4' }, { path: 'b.mp4', sound }]);
    expect(args.filter((arg) => arg.endsWith('.s16'))).toEqual(['/f/b.s16']);
    expect(args.slice(-14, -12)).toEqual(['-map', '1:a:0']);
  });

  it('let nothing but empty notes come from standard input, and the file be read as ever, by one thread', () => {
    const clip = { path: 'clip.mp4', sound: { startSeconds: 0, seconds: 4, outputFile: 'sound.s16' } };
    const args = buildReadLaterArguments(clip);
    const gate = args.indexOf('pipe:0') + 1;
    const whitelists = ['-protocol_whitelist', 'pipe', '-format_whitelist', 'ffmetadata'];
    expect(args.slice(gate - 8, gate)).toEqual([...whitelists, '-f', 'ffmetadata', '-i', 'pipe:0']);
    const alone = buildReadThroughArguments([clip]);
    const asSecond = alone.slice(alone.indexOf('-threads')).join(' ').replace('-threads 2', '-threads 1');
    expect(args.slice(gate).join(' ')).toBe(asSecond.replaceAll(' 0:', ' 1:'));
  });
});

function valueOf(args: string[], name: string): string | undefined {
  return args[args.indexOf(name) + 1];
}
