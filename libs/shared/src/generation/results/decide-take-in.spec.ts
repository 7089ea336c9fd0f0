import { describe, expect, it } from '@jest/globals';
import { ERROR_CODE_NAMES, type ErrorCode } from '@shared/contracts/error-codes';
import { AppError } from '@shared/errors/app-error';
import { decideTakeIn, type TakeInDecision } from './decide-take-in';
import { isOutage } from '../providers/is-outage';

function decide(code: ErrorCode, takeIns: number, random = 0.999): TakeInDecision {
  return decideTakeIn(new AppError(code, 'x'), takeIns, { retryBaseMs: 2000 }, random);
}

function triesOf(code: ErrorCode): [number, TakeInDecision['kind']] {
  for (let takeIns = 0; takeIns < 100; takeIns++) {
    const decision = decide(code, takeIns);
    if (decision.kind !== 'again' || decision.counts === 0) return [takeIns + 1, decision.kind];
  }
  throw new Error(`${code} never ends`);
}

describe('decideTakeIn', () => {
  it.each([
    ['STORYBOARD_INVALID', 1, 'failed'],
    ['PROVIDER_REFUSED_CONTENT', 1, 'failed'],
    ['MEDIA_INVALID', 3, 'failed'],
    ['RESULT_UNRETRIEVABLE', 8, 'unretrievable'],
  ] as const)('ends %s after %d tries as %s', (code, tries, kind) => {
    expect(triesOf(code)).toEqual([tries, kind]);
  });

  it('waits for an outage, theirs or ours, and counts none of it', () => {
    for (const code of ['PROVIDER_UNAVAILABLE', 'PROVIDER_TIMEOUT', 'PROVIDER_AUTH', 'DEPENDENCY_UNAVAILABLE'] as const)
      expect(decide(code, 50)).toMatchObject({ kind: 'again', counts: 0 });
  });

  it('takes no transfer that breaks off for an outage, whatever broke it', () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    const error = new AppError('RESULT_UNRETRIEVABLE', 'the result broke off', { cause: reset });
    expect(decideTakeIn(error, 0, { retryBaseMs: 2000 }, 0)).toMatchObject({ kind: 'again', counts: 1 });
  });

  it('comes to an end, without a reason to buy, for whatever else goes wrong', () => {
    const outages = ERROR_CODE_NAMES.filter((code) => isOutage(new AppError(code, 'x')));
    const ends = ERROR_CODE_NAMES.filter((code) => !outages.includes(code)).map(triesOf);
    expect(ends.every(([tries, kind]) => tries <= 8 && kind !== 'again')).toBe(true);
    expect(triesOf('INTERNAL')).toEqual([8, 'unretrievable']);
  });

  it('waits longer from try to try, and never not at all', () => {
    const waits = [0, 1, 2, 5, 6].map((takeIns) => decide('RESULT_UNRETRIEVABLE', takeIns, 0));
    expect(waits.map((decision) => decision.kind === 'again' && decision.inMs)).toEqual([
      1000, 2000, 4000, 30_000, 30_000,
    ]);
  });
});
