import { describe, expect, it } from '@jest/globals';
import { forEachSettled } from './settle-all';

class LesserError extends Error {}

const isLesser = (error: unknown): boolean => error instanceof LesserError;

describe('forEachSettled', () => {
  it('tells of two failures the one that is not the lesser', async () => {
    const fail = (errors: Error[]) => forEachSettled(errors, isLesser, (error) => Promise.reject(error));
    const [lost, full] = [new LesserError('lost'), new Error('full')];
    await expect(fail([lost, full])).rejects.toBe(full);
    await expect(fail([full, lost])).rejects.toBe(full);
    await expect(fail([lost])).rejects.toBe(lost);
  });

  it('ends all other work before it fails', async () => {
    const slow = Promise.withResolvers<undefined>();
    const ended: string[] = [];
    const failing = forEachSettled(['bad', 'slow'], isLesser, async (item) => {
      if (item === 'bad') throw new Error('bad');
      await slow.promise;
      ended.push(item);
    });
    slow.resolve(undefined);
    await expect(failing).rejects.toThrow('bad');
    expect(ended).toEqual(['slow']);
  });
});
