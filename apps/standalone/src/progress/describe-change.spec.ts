import { describe, expect, it } from '@jest/globals';
import { aFilm } from '../../test/a-film';
import { describeChange } from './describe-change';

const at = (done: number, failed = 0) => aFilm({ progress: { clips: { total: 4, done, failed } } });

describe('describeChange', () => {
  it('is silent while nothing is settled', () => {
    expect(describeChange(null, at(0))).toEqual([]);
    expect(describeChange(at(1), at(1))).toEqual([]);
  });

  it('tells each step once', () => {
    expect(describeChange(at(1), at(2))).toEqual(['clips: 2 of 4']);
    expect(describeChange(at(2), at(2, 1))).toEqual(['clips: 2 of 4, 1 failed']);
  });

  it('tells what is there already when it looks for the first time', () => {
    const film = aFilm({ title: 'The Fox', progress: { storyboard: { total: 1, done: 1 } } });
    expect(describeChange(null, film)).toEqual(['title: The Fox', 'storyboard: 1 of 1']);
  });
});
