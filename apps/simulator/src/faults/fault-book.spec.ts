import { describe, expect, it } from '@jest/globals';
import { faultSchema } from './fault';
import { FaultBook } from './fault-book';

const target = { operation: 'submit', kind: 'video', model: 'gemini-omni-1.2-flash', prompt: 'Scene 2 of 4' } as const;
const aFault = (fault: object) => faultSchema.parse({ fault: '503', ...fault });

describe('FaultBook', () => {
  it.each([
    ['by nothing', {}, true],
    ['by kind', { kind: 'video' }, true],
    ['not by another kind', { kind: 'image' }, false],
    ['by model', { model: 'gemini-omni-1.2-flash' }, true],
    ['not by another model', { model: 'gemini-omni-1.1-flash' }, false],
    ['by a part of the prompt', { promptIncludes: 'Scene 2' }, true],
    ['not by what the prompt does not say', { promptIncludes: 'Scene 3' }, false],
    ['not at another operation', { operation: 'poll' }, false],
  ])('matches %s', (_, match, isHit) => {
    const fault = new FaultBook([aFault({ match })]).take(target);
    expect(fault !== null).toBe(isHit);
  });

  it.each([
    ['truncate', 'submit'],
    ['webhook-lost', 'poll'],
    ['503', 'webhook'],
  ])('takes no %s at %s, where it would be spent for nothing', (fault, operation) => {
    expect(() => aFault({ fault, match: { operation } })).toThrow(`${fault} strikes at`);
  });

  it('strikes as often as it was told, and then the next in order', () => {
    const book = new FaultBook([aFault({ times: 2 }), aFault({ fault: '500' })]);
    const strikes = Array.from({ length: 4 }, () => book.take(target)?.fault ?? null);
    expect(strikes).toEqual(['503', '503', '500', null]);
    expect(book.list()).toEqual([]);
  });
});
