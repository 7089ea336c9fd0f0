import { describe, expect, it } from '@jest/globals';
import { composeSoundBed } from './sound-bed';

describe('composeSoundBed', () => {
  it('is as long as it was asked to be, quiet enough, and the same each time', () => {
    const sound = composeSoundBed(7, 3);
    const samples = new Int16Array(sound.buffer, sound.byteOffset, sound.length / 2);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(samples).toHaveLength(3 * 48_000 * 2);
    expect(loudest).toBeGreaterThan(3000);
    expect(loudest).toBeLessThan(32_767);
    expect(composeSoundBed(7, 3).equals(sound)).toBe(true);
  });
});
