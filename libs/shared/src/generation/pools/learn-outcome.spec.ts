import { describe, expect, it } from '@jest/globals';
import type { ErrorCode } from '@shared/contracts/error-codes';
import { AppError } from '@shared/errors/app-error';
import { decideLesson, nameSuccessors } from './learn-outcome';

describe('what one POST says about a vendor', () => {
  it.each([
    ['refused', 'PROVIDER_REJECTED', 'answered'],
    ['refused', 'PROVIDER_RATE_LIMITED', 'answered'],
    ['refused', 'PROVIDER_REFUSED_CONTENT', 'answered'],
    ['refused', 'PROVIDER_AUTH', 'shut'],
    ['refused', 'MODEL_RETIRED', 'shut'],
    ['not-sent', 'PROVIDER_UNAVAILABLE', 'failed'],
    ['not-sent', 'PROVIDER_AUTH', 'shut'],
    ['not-sent', 'PROVIDER_TIMEOUT', 'nothing'],
    ['ambiguous', 'PROVIDER_UNAVAILABLE', 'failed'],
    ['ambiguous', 'PROVIDER_TIMEOUT', 'failed'],
  ] as const)('%s with %s: %s', (kind, code: ErrorCode, lesson) => {
    expect(decideLesson({ kind, error: new AppError(code, '') })).toBe(lesson);
  });

  it('is that it is there when it accepts', () => {
    expect(decideLesson({ kind: 'accepted', operationId: 'op' })).toBe('accepted');
  });
});

describe('a model that is gone', () => {
  const gone = new AppError('MODEL_RETIRED', 'fal answered 404: gone');

  it('is named with its successors', () => {
    const named = nameSuccessors(gone, ['next', 'other']);
    expect(named.message).toBe('fal answered 404: gone; use next or other instead');
    expect(named.details).toEqual({ successors: ['next', 'other'] });
  });

  it('is not told of them twice', () => {
    expect(nameSuccessors(new AppError('MODEL_RETIRED', 'use next'), ['next']).message).toBe('use next');
  });
});
