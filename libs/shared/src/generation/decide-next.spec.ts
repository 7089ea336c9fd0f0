import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ATTEMPT_STATUSES, isFinal } from './attempt-state';
import { decideNext } from './decide-next';

const aFact = { status: 'running', cancelRequested: false, elapsedMs: 10 } as const;
const aLease = { intentIsMine: false, unknownTimeoutMs: 1000 };

describe('decideNext', () => {
  it.each([
    [{ status: 'planned' }, {}, 'prepare'],
    [{ status: 'reserved' }, {}, 'leave'],
    [{ status: 'submitting' }, { intentIsMine: true }, 'submit'],
    [{ status: 'submitting' }, { intentIsMine: false }, 'declare-unknown'],
    [{ status: 'running' }, {}, 'poll'],
    [{ status: 'running', cancelRequested: true }, {}, 'cancel-operation'],
    [{ status: 'unknown', elapsedMs: 999 }, {}, 'leave'],
    [{ status: 'unknown', elapsedMs: 1000 }, {}, 'apply-unknown-policy'],
    [{ status: 'stored' }, {}, 'leave'],
  ] as const)('answers %j %j with %s', (facts, lease, step) => {
    expect(decideNext({ ...aFact, ...facts }, { ...aLease, ...lease })).toBe(step);
  });

  it('submits only what this very worker has just intended, whatever else is true', () => {
    const facts = fc.record({
      status: fc.constantFrom(...ATTEMPT_STATUSES),
      cancelRequested: fc.boolean(),
      elapsedMs: fc.nat(),
    });
    fc.assert(
      fc.property(facts, fc.boolean(), (attempt, intentIsMine) => {
        const step = decideNext(attempt, { ...aLease, intentIsMine });
        expect(step === 'submit').toBe(attempt.status === 'submitting' && intentIsMine);
      }),
    );
  });

  it('leaves what is final alone', () => {
    for (const status of ATTEMPT_STATUSES.filter(isFinal))
      expect(decideNext({ ...aFact, status }, aLease)).toBe('leave');
  });
});
