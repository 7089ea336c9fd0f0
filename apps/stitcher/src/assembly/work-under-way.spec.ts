import { describe, expect, it } from '@jest/globals';
import { WorkUnderWay } from './work-under-way';

function setup() {
  const ends: boolean[] = [];
  const work: WorkUnderWay = new WorkUnderWay(() => ends.push(work.isIdle));
  const begin = () => {
    const piece = Promise.withResolvers<undefined>();
    work.begin(piece.promise);
    return piece;
  };
  return { work, ends, begin };
}

describe('WorkUnderWay', () => {
  it('is idle when each piece has ended, and tells of each', async () => {
    const { work, ends, begin } = setup();
    expect(work.isIdle).toBe(true);
    const [one, other] = [begin(), begin()];
    one.resolve(undefined);
    await one.promise;
    expect(work.isIdle).toBe(false);
    other.resolve(undefined);
    await work.settled();
    expect(ends).toEqual([false, true]);
  });

  it('keeps the first failure, and settles all the same', async () => {
    const { work, ends, begin } = setup();
    const [one, other] = [begin(), begin()];
    work.throwOnFailure();
    other.reject(new Error('other'));
    one.reject(new Error('one'));
    await work.settled();
    expect(ends).toEqual([false, true]);
    expect(() => {
      work.throwOnFailure();
    }).toThrow('other');
  });
});
