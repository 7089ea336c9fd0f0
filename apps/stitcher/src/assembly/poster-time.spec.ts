import { describe, expect, it } from '@jest/globals';
import { posterTimeOf } from './poster-time';

describe('the time of a poster', () => {
  it.each([
    ['before its clip is there', undefined, 3],
    ['with a clip as long as ordered', 6, 3],
    ['with a clip that was rounded to whole groups of frames', 6.4, 3],
    ['with a clip that is much longer', 8, 4],
    ['with a clip that is much shorter', 2, 1],
  ])('lies in the middle of the first scene: %s', (_, seconds, expected) => {
    expect(posterTimeOf({ orderedSeconds: 6, seconds })).toBe(expected);
  });
});
