import { describe, expect, it } from '@jest/globals';
import { randomFrom } from '../vocabulary/seeded-random';
import { drawLatencyMs, parseLatency } from './latency';

describe('latency', () => {
  it.each([
    ['1200', { form: 'fixed', ms: 1200 }],
    ['0', { form: 'fixed', ms: 0 }],
    ['lognormal:35000:300000', { form: 'lognormal', medianMs: 35_000, p99Ms: 300_000 }],
    ['lognormal:300:200', null],
    ['lognormal:0:200', null],
    ['soon', null],
    ['-1', null],
  ])('reads %s', (rawLatency, expected) => {
    expect(parseLatency(rawLatency)).toEqual(expected);
  });

  it('draws a distribution with the given median and 99th percentile', () => {
    const random = randomFrom(1);
    const latency = { form: 'lognormal', medianMs: 1000, p99Ms: 8000 } as const;
    const draws = Array.from({ length: 20_000 }, () => drawLatencyMs(latency, random)).sort((a, b) => a - b);
    expect((draws[10_000] ?? 0) / 1000).toBeCloseTo(1, 1);
    expect((draws[19_800] ?? 0) / 8000).toBeGreaterThan(0.85);
    expect((draws[19_800] ?? 0) / 8000).toBeLessThan(1.15);
  });
});
