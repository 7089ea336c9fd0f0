import { createHmac, timingSafeEqual } from 'node:crypto';

export interface AttemptRef {
  filmId: string;
  attemptId: string;
}

// So that a token for anything else under the same secret is none for an attempt.
const PURPOSE = 'reelwright.attempt.v1';

/** Goes out with a submit and comes back with its webhook: only we can have named this attempt of this film. */
export class AttemptToken {
  /** The first secret signs; tokens under the others are still taken. */
  constructor(private readonly secrets: readonly [string, ...string[]]) {}

  sign(attempt: AttemptRef): string {
    return digest(attempt, this.secrets[0]).toString('base64url');
  }

  verify(attempt: AttemptRef, token: string): boolean {
    const given = Buffer.from(token, 'base64url');
    return this.secrets
      .map((secret) => digest(attempt, secret))
      .some((expected) => expected.length === given.length && timingSafeEqual(expected, given));
  }
}

function digest({ filmId, attemptId }: AttemptRef, secret: string): Buffer {
  return createHmac('sha256', secret)
    .update(JSON.stringify([PURPOSE, filmId, attemptId]))
    .digest();
}
