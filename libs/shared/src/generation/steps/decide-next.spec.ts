import { describe, expect, it } from '@jest/globals';
import { ATTEMPT_STATUSES, CLAIMABLE_STATUSES, isFinal } from '../attempts/attempt-state';
import { decideNext } from './decide-next';

describe('decideNext', () => {
  it.each([
    ['planned', false, 'prepare'],
    ['reserved', false, 'turn-away'],
    ['admitted', false, 'submit'],
    ['submitting', false, 'declare-unknown'],
    ['running', false, 'poll'],
    ['running', true, 'cancel-operation'],
    ['collecting', false, 'poll'],
    ['collecting', true, 'poll'],
    ['unknown', false, 'resolve-unknown'],
    ['unknown', true, 'resolve-unknown'],
    ['overdue', false, 'poll'],
    ['overdue', true, 'cancel-operation'],
  ] as const)('answers %s (cancel requested: %s) with %s', (status, cancelRequested, step) => {
    expect(decideNext({ status, cancelRequested })).toBe(step);
  });

  it('sends only what no worker has intended to send before', () => {
    const sendable = ATTEMPT_STATUSES.filter((status) => decideNext({ status, cancelRequested: false }) === 'submit');
    expect(sendable).toEqual(['admitted']);
  });

  it('has something to do exactly for what a worker can claim, and leaves what is final alone', () => {
    const busy = ATTEMPT_STATUSES.filter((status) => decideNext({ status, cancelRequested: false }) !== 'leave');
    expect([...busy].sort()).toEqual([...CLAIMABLE_STATUSES, 'reserved'].sort());
    expect(busy.some(isFinal)).toBe(false);
  });
});
