import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ERROR_CODE_NAMES, type ErrorCode, RETRY } from '@shared/contracts/error-codes';
import { AppError } from '@shared/errors/app-error';
import { decideRetry, jitteredWaitMs, rememberedError } from './decide-retry';

const settings = { maxAttempts: 3, retryBaseMs: 2000 };

function decide(code: ErrorCode, counted: number, retryAfterMs?: number) {
  const error = new AppError(code, 'x', retryAfterMs === undefined ? {} : { retryAfterMs });
  return decideRetry(error, counted, settings, 0.5);
}

describe('decideRetry', () => {
  it('waits 2, 4, 8 seconds at most, with full jitter', () => {
    expect([1, 2, 3].map((tries) => jitteredWaitMs(tries, 2000, 1))).toEqual([2000, 4000, 8000]);
    expect(jitteredWaitMs(3, 2000, 0)).toBe(0);
  });

  it('stops at the limit of attempts', () => {
    expect(decide('PROVIDER_FAILED', 2)).toEqual({ kind: 'retry', inMs: 2000, counts: true });
    expect(decide('PROVIDER_FAILED', 3)).toEqual({ kind: 'give-up' });
  });

  it('neither counts a rate limit nor comes back before the provider asked for it', () => {
    expect(decide('PROVIDER_RATE_LIMITED', 3, 30_000)).toEqual({ kind: 'retry', inMs: 30_000, counts: false });
  });

  it('waits for no more than a day and an hour, whatever the provider asks for', () => {
    const untilTheYear9999 = 250_000_000_000_000;
    expect(decide('PROVIDER_RATE_LIMITED', 1, untilTheYear9999)).toMatchObject({ inMs: 90_000_000 });
  });

  it.each(['INVALID_INPUT', 'PROVIDER_AUTH', 'BUDGET_EXCEEDED', 'PROVIDER_REFUSED_CONTENT', 'SUBMIT_UNKNOWN'] as const)(
    'never retries %s',
    (code) => {
      expect(decide(code, 1)).toEqual({ kind: 'give-up' });
    },
  );

  it('gives every code a bounded wait or none', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ERROR_CODE_NAMES), fc.integer({ min: 1, max: 100 }), (code, counted) => {
        const decision = decide(code, counted);
        if (RETRY[code] === 'never') expect(decision.kind).toBe('give-up');
        if (decision.kind === 'retry') expect(decision.inMs).toBeLessThanOrEqual(60_000);
      }),
    );
  });

  it('remembers what was wrong with an answer through a rate limit, until another answer is wrong', () => {
    const wrong = { code: 'STORYBOARD_INVALID', message: 'cut off' } as const;
    const limited = { code: 'PROVIDER_RATE_LIMITED', message: 'slow down' } as const;
    const wrongAgain = { ...wrong, message: 'no scenes' };
    expect([rememberedError(wrong, limited), rememberedError(limited, wrong)]).toEqual([wrong, wrong]);
    expect([rememberedError(null, limited), rememberedError(wrong, wrongAgain)]).toEqual([limited, wrongAgain]);
  });
});
