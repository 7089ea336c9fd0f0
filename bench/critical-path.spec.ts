import { describe, expect, it } from '@jest/globals';
import { criticalPathMs } from './critical-path';

const latencies = { imageMs: 12_000, clipMs: 60_000 };

// From the table of pipelined makespans: 8 s of plan and 14 s of re-encoding taken off.
describe('the critical path of a chain', () => {
  it.each([
    [6, 2, 216],
    [6, 3, 168],
    [6, 10, 144],
    [12, 3, 288],
    [12, 5, 216],
    [30, 5, 432],
    [60, 3, 1248],
  ])('of %d scenes with %d slots is %d s', (scenes, slots, seconds) => {
    expect(criticalPathMs({ continuity: 'chain', scenes, slots }, latencies) / 1000).toBe(seconds);
  });
});

describe('the critical path of anchored keyframes', () => {
  it.each([
    [6, 10, 84],
    [12, 5, 204],
    [60, 20, 204],
  ])('of %d scenes with %d slots is %d s', (scenes, slots, seconds) => {
    expect(criticalPathMs({ continuity: 'anchored', scenes, slots }, latencies) / 1000).toBe(seconds);
  });
});
