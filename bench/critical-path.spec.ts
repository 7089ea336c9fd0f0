import { describe, expect, it } from '@jest/globals';
import { criticalPathMs, withCopyMs } from './critical-path';

const latencies = { planMs: 8_000, imageMs: 12_000, clipMs: 60_000 };

// From the table of pipelined makespans: 14 s of re-encoding taken off.
describe('the critical path of a chain', () => {
  it.each([
    [6, 2, 224],
    [6, 3, 176],
    [6, 10, 152],
    [12, 3, 296],
    [12, 5, 224],
    [30, 5, 440],
    [60, 3, 1256],
  ])('of %d scenes with %d slots is %d s', (scenes, slots, seconds) => {
    expect(criticalPathMs({ continuity: 'chain', scenes, slots }, latencies) / 1000).toBe(seconds);
  });
});

describe('the critical path of anchored keyframes', () => {
  it.each([
    [6, 10, 92],
    [12, 5, 212],
    [60, 20, 212],
  ])('of %d scenes with %d slots is %d s', (scenes, slots, seconds) => {
    expect(criticalPathMs({ continuity: 'anchored', scenes, slots }, latencies) / 1000).toBe(seconds);
  });
});

describe('the least that a film takes which is written when its last clip is there', () => {
  it.each([
    [6, 92.29],
    [60, 94.45],
  ])('of %d scenes and as many slots is %d s', (scenes, seconds) => {
    expect(withCopyMs({ continuity: 'anchored', scenes, slots: scenes }, latencies) / 1000).toBeCloseTo(seconds, 6);
  });
});
