import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toMicros, toUsd, usdSchema } from './money';

describe('money', () => {
  it('comes back unchanged from its decimal string', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (micros) => toMicros(toUsd(micros)) === micros),
    );
  });

  it.each([
    ['5', 5_000_000],
    ['0.0695', 69_500],
    ['12.000001', 12_000_001],
  ])('reads %s as %d micro-dollars', (usd, micros) => {
    expect(toMicros(usd)).toBe(micros);
  });

  it.each(['-1', '1e3', '', '1.0000001', 'NaN', ' 1'])('refuses %j', (usd) => {
    expect(usdSchema.safeParse(usd).success).toBe(false);
  });
});
