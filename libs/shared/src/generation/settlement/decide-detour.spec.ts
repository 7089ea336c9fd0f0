import { describe, expect, it } from '@jest/globals';
import { ERROR_CODE_NAMES, type ErrorCode } from '@shared/contracts/error-codes';
import { AppError } from '@shared/errors/app-error';
import { decideDetour } from './decide-detour';

const both = { hasOtherCredential: true, fallbacks: ['other'] };
const DETOURS: Partial<Record<ErrorCode, string>> = {
  PROVIDER_AUTH: 'other-credential',
  PROVIDER_QUOTA_EXHAUSTED: 'other-credential',
  MODEL_RETIRED: 'next-model',
};

describe('decideDetour', () => {
  it.each(ERROR_CODE_NAMES)('knows whether another way helps after %s', (code) => {
    expect(decideDetour(new AppError(code, ''), both)).toBe(DETOURS[code] ?? null);
  });

  it.each([
    ['PROVIDER_QUOTA_EXHAUSTED', {}, 'next-model'],
    ['PROVIDER_REJECTED', { httpStatus: 404 }, 'next-model'],
    ['PROVIDER_REJECTED', { httpStatus: 400 }, null],
  ] as const)('goes on from %s with %j under the only credential with %s', (code, details, detour) => {
    const error = new AppError(code, '', { details });
    expect(decideDetour(error, { hasOtherCredential: false, fallbacks: ['other'] })).toBe(detour);
    expect(decideDetour(error, { hasOtherCredential: false, fallbacks: [] })).toBeNull();
  });
});
