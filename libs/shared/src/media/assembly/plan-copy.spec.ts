import { describe, expect, it } from '@jest/globals';
import { planCopy } from './plan-copy';

const planOf = (ranks: number[], starts: number[], from: number, to: number) =>
  planCopy({ ranks, isStart: (index) => starts.includes(index) }, from, to);

describe('planCopy', () => {
  it.each<[string, number[], number[], [number, number], object | null]>([
    ['all of a clip', [0, 1, 2, 3], [0], [0, 4], { from: 0, to: 4 }],
    ['all but the last frame where none needs it', [0, 1, 2, 3], [0], [0, 3], { from: 0, to: 3 }],
    ['up to the frames that need the last one', [0, 3, 1, 2, 6, 4, 5], [0], [0, 6], { from: 0, to: 4 }],
    ['from the first start behind a transition', [0, 1, 2, 3, 4, 5, 6, 7], [0, 2], [1, 8], { from: 2, to: 8 }],
    ['nothing where too little is left', [0, 1, 2, 3, 4, 5], [0, 4], [1, 6], null],
    ['nothing where no frame stands alone', [0, 1, 2, 3], [], [0, 4], null],
    ['nothing from a start that frames before it are shown after', [0, 2, 1, 3, 4], [1], [1, 5], null],
  ])('copies %s', (_, ranks, starts, [from, to], plan) => {
    expect(planOf(ranks, starts, from, to)).toEqual(plan);
  });
});
