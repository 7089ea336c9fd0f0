import { describe, expect, it } from '@jest/globals';
import { forEachAtOnce } from './settle-all';

class LesserError extends Error {}

function setup({ most = 2 } = {}) {
  const begun: string[] = [];
  const isLesser = (error: unknown): boolean => error instanceof LesserError;
  const run = (items: readonly (Error | string)[]) =>
    forEachAtOnce(items, { most, isLesser }, async (item) => {
      begun.push(typeof item === 'string' ? item : item.message);
      await Promise.resolve();
      if (item instanceof Error) throw item;
    });
  return { run, begun };
}

describe('forEachAtOnce', () => {
  it('tells of two failures the one that is not the lesser', async () => {
    const [lost, full] = [new LesserError('lost'), new Error('full')];
    await expect(setup().run([lost, full])).rejects.toBe(full);
    await expect(setup().run([full, lost])).rejects.toBe(full);
    await expect(setup().run([lost])).rejects.toBe(lost);
  });

  it('begins nothing after a failure', async () => {
    const { run, begun } = setup({ most: 1 });
    await expect(run(['one', new Error('full'), 'three'])).rejects.toThrow('full');
    expect(begun).toEqual(['one', 'full']);
  });
});
