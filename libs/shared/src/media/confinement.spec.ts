import { describe, expect, it } from '@jest/globals';
import { confine } from './confinement';

const limits = { cpuSeconds: 1.5, fileBytes: 1024, memoryBytes: 1024 * 1024 };

describe('confine', () => {
  it('hands the command on as arguments that no shell reads', () => {
    const hostile = ['ffmpeg', '-i', '$(touch /tmp/x); "`'];
    const words = confine(hostile, limits, ['unshare', '-n']);
    expect(words.slice(0, 4)).toEqual(['unshare', '-n', '/bin/sh', '-c']);
    expect(words[4]).not.toContain('touch');
    expect(words.slice(5)).toEqual(['sh', '2', '2', '1024', ...hostile]);
  });
});
