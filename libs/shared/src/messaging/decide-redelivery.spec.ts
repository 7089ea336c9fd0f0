import { describe, expect, it } from '@jest/globals';
import { decideRedelivery, NO_TRIES, type Redelivery } from './decide-redelivery';

const bug = new TypeError('x is undefined');
const busy = Object.assign(new Error('deadlock detected'), { code: '40P01' });

/** What is decided after each of the errors in turn: a wait, or the end. */
function waitsAfter(errors: unknown[]): (number | string)[] {
  const decisions: Redelivery[] = [];
  let tries = NO_TRIES;
  for (const error of errors) {
    const decision = decideRedelivery(error, tries);
    if (decision.kind === 'retry') tries = decision.tries;
    decisions.push(decision);
  }
  return decisions.map((decision) => (decision.kind === 'retry' ? decision.waitMs : decision.kind));
}

describe('decideRedelivery', () => {
  it('tries an event whose handler throws five times, waiting longer each time', () => {
    expect(waitsAfter([bug, bug, bug, bug, bug])).toEqual([50, 100, 200, 400, 'set-aside']);
  });

  it('waits for a database without end, and not longer than two seconds at a time', () => {
    expect(waitsAfter(Array(1000).fill(busy)).at(-1)).toBe(2000);
  });

  it('does not count an outage against the event', () => {
    expect(waitsAfter([busy, busy, busy, busy, busy, bug, bug])).toEqual([50, 100, 200, 400, 800, 50, 100]);
  });
});
