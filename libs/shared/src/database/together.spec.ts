import { describe, expect, it } from '@jest/globals';
import { together } from './together';

describe('together', () => {
  it('answers each by its place', async () => {
    const [one, two] = await together(Promise.resolve(1), Promise.resolve('two'));
    expect({ one: one + 1, two: two.length }).toEqual({ one: 2, two: 3 });
  });

  it('throws what the first of them threw, however soon others did', async () => {
    const first = Promise.withResolvers<never>();
    const said = together(first.promise, Promise.reject(new Error('second')));
    first.reject(new Error('first'));
    await expect(said).rejects.toThrow('first');
  });

  it('does not throw what came behind a refusal as long as there is the refusal', async () => {
    const behind = Promise.reject(Object.assign(new Error('transaction is aborted'), { code: '25P02' }));
    await expect(together(behind, Promise.reject(new Error('deadlock')))).rejects.toThrow('deadlock');
  });

  it('throws only when all are answered: what is still under way could say more after a rollback', async () => {
    const slow = Promise.withResolvers<undefined>();
    const order: string[] = [];
    const said = together(Promise.reject(new Error('refused')), slow.promise).catch(() => order.push('thrown'));
    await Promise.resolve().then(() => order.push('answered'));
    slow.resolve(undefined);
    await said;
    expect(order).toEqual(['answered', 'thrown']);
  });
});
