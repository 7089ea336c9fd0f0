import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildShots } from './assembly/film-shots';
import { clockOf, samplesAt, sizeOfOrder } from './film-target';
import { buildTimeline, JOIN_KINDS, type JoinKind, type SceneLength } from './film-timeline';

const scene = (n: number, kind: JoinKind, { seconds = 0.5, sourceFrames = 48 } = {}): SceneLength => ({
  scene: { n, seconds: 2, join: { kind, seconds } },
  sourceFrames,
});
const layOut = (...lengths: SceneLength[]) => buildTimeline(lengths, '24/1');

describe('buildTimeline', () => {
  it.each<[string, SceneLength[], number[], number]>([
    ['a cut', [scene(1, 'cut'), scene(2, 'cut')], [0, 48], 96],
    ['a continued scene: one frame is not there twice', [scene(1, 'cut'), scene(2, 'continue')], [0, 47], 95],
    ['a crossfade: scenes overlap', [scene(1, 'cut'), scene(2, 'crossfade')], [0, 36], 84],
    ['a fade: scenes do not overlap', [scene(1, 'cut'), scene(2, 'fade')], [0, 48], 96],
    ['a first scene: how it would be entered does not count', [scene(1, 'crossfade'), scene(2, 'cut')], [0, 48], 96],
    ['a gap: no frame is there twice', [scene(1, 'cut'), scene(3, 'continue')], [0, 48], 96],
    ['a crossfade longer than its scenes', [scene(1, 'cut'), scene(2, 'crossfade', { seconds: 9 })], [0, 25], 73],
    ['scenes of one frame', [1, 2, 3].map((n) => scene(n, 'continue', { sourceFrames: 1 })), [0, 1, 2], 3],
  ])('lays out %s', (_, lengths, starts, frames) => {
    const timeline = layOut(...lengths);
    expect(timeline.scenes.map(({ startFrame }) => startFrame)).toEqual(starts);
    expect(timeline).toMatchObject({ frames, seconds: frames / 24, samples: frames * 2000 });
  });

  it('lets no rounding add up over a film of 60 scenes', () => {
    const lengths = Array.from({ length: 60 }, (_, index) => scene(index + 1, 'cut', { sourceFrames: 191 }));
    const { frames, samples, seconds } = buildTimeline(lengths, '30000/1001');
    expect(frames).toBe(60 * 191);
    expect(Math.abs(samples / 48_000 - seconds)).toBeLessThan(1 / 48_000);
  });

  it('has shots for every frame once, whatever is joined how', () => {
    const anyScene = fc.record({
      kind: fc.constantFrom(...JOIN_KINDS),
      seconds: fc.double({ min: 0, max: 4, noNaN: true }),
      sourceFrames: fc.integer({ min: 1, max: 240 }),
      isThere: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anyScene, { minLength: 1, maxLength: 12 }), (drawn) => {
        const there = drawn.flatMap(({ kind, isThere, ...rest }, index) =>
          isThere ? [scene(index + 1, kind, rest)] : [],
        );
        const timeline = layOut(...there);
        const shots = buildShots(timeline).flat();
        expect(shots.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(timeline.frames);
        expect(shots.every(({ from, to }) => from >= 0 && to > from)).toBe(true);
      }),
    );
  });
});

describe('clockOf', () => {
  it.each([
    ['24/1', 10_008, 417],
    ['30000/1001', 30_000, 1001],
    ['25/1', 10_000, 400],
    ['60/1', 10_020, 167],
  ])('gives every frame of %s so many whole units', (frameRate, timescale, frameTicks) => {
    const clock = clockOf({ frameRate });
    expect(clock).toMatchObject({ timescale, frameTicks });
    expect(clock.timescale / clock.frameTicks).toBeCloseTo(clock.fps, 10);
    expect(samplesAt(1, clock)).toBe(Math.round(48_000 / clock.fps));
  });

  it.each(['0/1', '1000/1', 'x/y', '24/0'])('refuses %s', (frameRate) => {
    expect(() => clockOf({ frameRate })).toThrow('from 1 to 240 frames');
  });
});

describe('the target of a film', () => {
  it('stands or lies as ordered', () => {
    expect(sizeOfOrder({ aspectRatio: '9:16', resolution: '720p' })).toEqual({ width: 720, height: 1280 });
    expect(sizeOfOrder({ aspectRatio: '16:9', resolution: '4k' })).toEqual({ width: 3840, height: 2160 });
  });
});
