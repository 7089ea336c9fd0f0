import { describe, expect, it } from '@jest/globals';
import { Rounds } from './rounds';

function setup(most?: number) {
  const begun: string[][] = [];
  const ends: PromiseWithResolvers<undefined>[] = [];
  const rounds = new Rounds<string>((items) => {
    begun.push([...items]);
    const end = Promise.withResolvers<undefined>();
    ends.push(end);
    return end.promise;
  }, most);
  return { rounds, begun, ends };
}

describe('Rounds', () => {
  it('does at once what comes first, and together what comes while that is under way', async () => {
    const { rounds, begun, ends } = setup();
    const first = rounds.take('a');
    await Promise.resolve();
    const others = ['b', 'c'].map((item) => rounds.take(item));
    expect(begun).toEqual([['a']]);
    ends[0]?.resolve(undefined);
    await first;
    await Promise.resolve();
    expect(begun).toEqual([['a'], ['b', 'c']]);
    ends[1]?.resolve(undefined);
    await Promise.all(others);
  });

  it('fails those of a round that failed, and goes on with the next', async () => {
    const { rounds, begun, ends } = setup();
    const first = rounds.take('a');
    await Promise.resolve();
    const second = rounds.take('b');
    ends[0]?.reject(new Error('full'));
    await expect(first).rejects.toThrow('full');
    await Promise.resolve();
    expect(begun).toEqual([['a'], ['b']]);
    ends[1]?.resolve(undefined);
    await second;
  });

  it('takes no more into a round than it was told', async () => {
    const { rounds, begun, ends } = setup(2);
    const all = ['a', 'b', 'c'].map((item) => rounds.take(item));
    await Promise.resolve();
    expect(begun).toEqual([['a', 'b']]);
    ends[0]?.resolve(undefined);
    await Promise.all(all.slice(0, 2));
    await Promise.resolve();
    expect(begun).toEqual([['a', 'b'], ['c']]);
    ends[1]?.resolve(undefined);
    await Promise.all(all);
  });
});
