import { describe, expect, it } from '@jest/globals';
import { AttemptToken } from './attempt-token';

const OLD = 'an-old-secret-of-24-bytes';
const NEW = 'the-new-secret-of-24-byte';
const ATTEMPT = { filmId: 'film_1', attemptId: 'att_1' };

describe('AttemptToken', () => {
  const token = new AttemptToken([OLD]).sign(ATTEMPT);

  it.each([
    ['for its attempt', [OLD], ATTEMPT, token, true],
    ['after the secret was changed', [NEW, OLD], ATTEMPT, token, true],
    ['not when the old secret is gone', [NEW], ATTEMPT, token, false],
    ['not for another attempt', [OLD], { ...ATTEMPT, attemptId: 'att_2' }, token, false],
    ['not for another film', [OLD], { ...ATTEMPT, filmId: 'film_2' }, token, false],
    ['not when it is cut short', [OLD], ATTEMPT, token.slice(0, -2), false],
    ['not when it is empty', [OLD], ATTEMPT, '', false],
  ])('holds %s', (_, secrets, attempt, text, holds) => {
    expect(new AttemptToken(secrets as [string]).verify(attempt, text)).toBe(holds);
  });
});
