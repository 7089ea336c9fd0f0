import { describe, expect, it } from '@jest/globals';
import { duckMusic } from './duck-music';
import { levelSound } from './level-sound';
import { measureLoudness } from './measure-loudness';
import { gainAt } from './mix-sound';
import { buildSpans } from './sound-cells';
import { buildTimeline } from '../film-timeline';

/** A tone on both channels; 997 Hz at full scale is -0.7 LUFS louder than its power (EBU Tech 3341). */
const tone = (seconds: number, decibels: number, hertz = 997) =>
  Int16Array.from({ length: seconds * 96_000 }, (_, index) =>
    Math.round(32_767 * 10 ** (decibels / 20) * Math.sin((2 * Math.PI * hertz * Math.floor(index / 2)) / 48_000)),
  );
const join = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]));
const peakOf = (samples: Int16Array) => samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);

describe('measureLoudness', () => {
  // The first four cases of EBU Tech 3341, shortened.
  it.each([
    ['a tone at -23', tone(5, -23), -23],
    ['a tone at -33', tone(5, -33), -33],
    ['quiet ends, which do not count', join(tone(2, -36), tone(6, -23), tone(2, -36)), -23],
    ['silence around it', join(tone(2, -72), tone(2, -36), tone(6, -23), tone(2, -36), tone(2, -72)), -23],
  ])('measures %s', (_, samples, lufs) => {
    expect(Math.abs((measureLoudness(samples) ?? 0) - lufs)).toBeLessThan(0.25);
  });

  it('knows silence', () => {
    expect(measureLoudness(new Int16Array(96_000))).toBeNull();
    expect(measureLoudness(new Int16Array(0))).toBeNull();
  });
});

describe('levelSound', () => {
  it.each([-30, -23, -6])('brings a tone of %d dB to -16 LUFS', (decibels) => {
    const samples = tone(2, decibels);
    levelSound(samples, -16);
    expect(Math.abs((measureLoudness(samples) ?? 0) + 16)).toBeLessThan(0.2);
  });

  it('holds peaks down without cutting them off', () => {
    const samples = join(tone(2, -40), tone(0.01, -3), tone(2, -40));
    levelSound(samples, -16);
    expect(peakOf(samples)).toBeLessThanOrEqual(Math.ceil(32_768 * 10 ** (-1.5 / 20)));
    expect(peakOf(samples)).toBeGreaterThan(20_000);
  });

  it('does not blow up what is next to nothing', () => {
    const samples = tone(2, -60);
    levelSound(samples, -16);
    expect(measureLoudness(samples)).toBeCloseTo(-42, 0);
  });
});

describe('duckMusic', () => {
  it('takes music down under speech, lets it come back, and fades it out at the end', () => {
    const mix = new Int16Array(8 * 96_000);
    mix.set(tone(1, -12), 96_000 * 2);
    const before = Int16Array.from(mix);
    const samples = new Int16Array(mix.length).fill(8192);
    duckMusic(mix, { samples, gainDb: 0, duck: true, samplesLeft: 7 * 48_000 });
    const musicAt = (seconds: number) =>
      ((mix[Math.round(seconds * 48_000) * 2] ?? 0) - (before[Math.round(seconds * 48_000) * 2] ?? 0)) / 32_768;
    expect(musicAt(1)).toBeCloseTo(0.25, 3);
    expect(musicAt(2.5)).toBeLessThan(0.06);
    expect(musicAt(4.9)).toBeGreaterThan(0.24);
    expect(musicAt(6)).toBeCloseTo(0.125, 2);
    expect(musicAt(7.5)).toBe(0);
  });
});

describe('gainAt', () => {
  it('keeps the power of two blended scenes, and touches nothing outside of the join', () => {
    const timeline = buildTimeline(
      [1, 2].map((n) => ({ scene: { n, seconds: 2, join: { kind: 'crossfade', seconds: 0.5 } }, sourceFrames: 48 })),
      '24/1',
    );
    const [first, second] = buildSpans(timeline);
    if (!first || !second) throw new Error('two spans');
    const ends = { isFirst: true, isLast: false };
    for (const at of [0, 6_000, 12_000, 23_999]) {
      const out = gainAt(first, second.start - first.start + at, ends);
      const into = gainAt(second, at, { isFirst: false, isLast: true });
      expect(out ** 2 + into ** 2).toBeCloseTo(1, 2);
    }
    expect(gainAt(first, 0, ends)).toBe(1);
    expect(gainAt(first, 71_999, ends)).toBeCloseTo(1, 3);
  });
});
