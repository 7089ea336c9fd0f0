import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns';

function setup(atOnce: number) {
  const turns = new Turns(atOnce);
  const begun: string[] = [];
  const work = (name: string) => {
    const end = Promise.withResolvers<undefined>();
    const run = async (): Promise<string> => {
      begun.push(name);
      await end.promise;
      return name;
    };
    return { run, end: end.resolve.bind(null, undefined), fail: end.reject.bind(null, new Error(name)) };
  };
  return { turns, begun, work };
}

describe('Turns', () => {
  it('lets no more run than it may, the others in order, and some at once, which those wait for', async () => {
    const { turns, begun, work } = setup(2);
    const works = ['a', 'b', 'c', 'd'].map(work);
    const done = works.map(({ run }) => turns.take(run));
    const ahead = ['x', 'y'].map(work);
    const aheadDone = ahead.map(({ run }) => turns.takeAhead(run));
    expect(begun).toEqual(['a', 'b', 'x', 'y']);
    for (const { end } of works.slice(0, 2)) end();
    await Promise.all(done.slice(0, 2));
    expect(begun).toEqual(['a', 'b', 'x', 'y']);
    for (const { end } of [...ahead, ...works]) end();
    expect(await Promise.all([...done, ...aheadDone])).toEqual(['a', 'b', 'c', 'd', 'x', 'y']);
    expect(begun).toEqual(['a', 'b', 'x', 'y', 'c', 'd']);
  });

  it('goes on after one that failed', async () => {
    const { turns, work } = setup(1);
    const [bad, good] = [work('bad'), work('good')];
    const failing = turns.take(bad.run);
    const done = turns.take(good.run);
    bad.fail();
    good.end();
    await expect(failing).rejects.toThrow('bad');
    expect(await done).toBe('good');
  });
});
