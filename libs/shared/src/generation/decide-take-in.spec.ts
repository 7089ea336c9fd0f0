import { describe, expect, it } from '@jest/globals';
import { ERROR_CODE_NAMES, type ErrorCode } from '@shared/contracts/error-codes';
import { AppError } from '@shared/errors/app-error';
import { decideTakeIn, type TakeInDecision } from './decide-take-in';

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

  it('waits for what may pass, and counts none of it', () => {
    const counted = ['STORYBOARD_INVALID', 'PROVIDER_REFUSED_CONTENT', 'MEDIA_INVALID', 'RESULT_UNRETRIEVABLE'];
    for (const code of ERROR_CODE_NAMES.filter((name) => !counted.includes(name)))
      expect(decide(code, 50)).toMatchObject({ kind: 'again', counts: 0 });
  });

  it('waits longer from try to try, and never not at all', () => {
    const waits = [0, 1, 2, 5, 6].map((takeIns) => decide('RESULT_UNRETRIEVABLE', takeIns, 0));
    expect(waits.map((decision) => decision.kind === 'again' && decision.inMs)).toEqual([
      1000, 2000, 4000, 30_000, 30_000,
    ]);
  });
});
