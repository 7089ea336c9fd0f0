import { describe, expect, it } from '@jest/globals';
import { isStale } from './is-stale.ts';

describe('isStale', () => {
  it.each([
    ['nothing was built', null, 10, true],
    ['a source is newer', 10, 11, true],
    ['a source is exactly as old, which may hide a change', 10, 10, true],
    ['all sources are older', 11, 10, false],
  ])('when %s', (_, builtMs, newestSourceMs, expected) => {
    expect(isStale({ builtMs, newestSourceMs })).toBe(expected);
  });
});
