import { describe, expect, it } from '@jest/globals';
import { describeLengths, nearestLength } from './clip-lengths';

describe('the lengths of clips', () => {
  it.each([
    [[4, 6, 8], 6, 6],
    [[4, 8, 12], 6, 4],
    [[4, 6, 8], 15, 8],
    [[], 6, 6],
  ])('of %j next to %d is %d', (lengths, wanted, nearest) => {
    expect(nearestLength(lengths, wanted)).toBe(nearest);
  });

  it.each([
    [[3, 4, 5], '3 to 5'],
    [[4, 6, 8], '4, 6 or 8'],
    [[4, 5], '4 or 5'],
    [[8], '8'],
  ])('%j are called %s', (lengths, words) => {
    expect(describeLengths(lengths)).toBe(words);
  });
});
