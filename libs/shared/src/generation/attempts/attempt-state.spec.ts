import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  ATTEMPT_STATUSES,
  type AttemptStatus,
  HOLDING_STATUSES,
  INITIAL_STATUS,
  OPEN_STATUSES,
  TRANSITIONS,
  isFinal,
} from './attempt-state';

function reachableFrom(start: AttemptStatus): Set<AttemptStatus> {
  const seen = new Set([start]);
  for (const status of seen) TRANSITIONS[status].forEach((next) => seen.add(next));
  return seen;
}

describe('the statuses of an attempt', () => {
  it('are all reachable from the first', () => {
    expect([...reachableFrom(INITIAL_STATUS)].sort()).toEqual([...ATTEMPT_STATUSES].sort());
  });

  it('are open, or overdue, exactly as long as they are not final', () => {
    expect(ATTEMPT_STATUSES.filter((status) => !isFinal(status))).toEqual([...OPEN_STATUSES, 'overdue']);
  });

  it('never go from a possible purchase back to a request that can be sent, save when it provably never left', () => {
    const backwards = (['running', 'collecting', 'unknown', 'overdue'] as const).flatMap((status) =>
      TRANSITIONS[status].filter((next) => ['planned', 'reserved', 'admitted', 'submitting'].includes(next)),
    );
    expect(backwards).toEqual([]);
  });

  it('hold money only while they are open', () => {
    expect(HOLDING_STATUSES.every((status) => !isFinal(status))).toBe(true);
  });

  it('are drawn with the same arrows in the docs', () => {
    const picture = readFileSync(new URL('../../../../../docs/state-machines/attempt.md', import.meta.url), 'utf8');
    const drawn = [...picture.matchAll(/^\s*(\w+) --> (\w+)/gm)].map(([, from, to]) => `${from} ${to}`);
    const declared = Object.entries(TRANSITIONS).flatMap(([from, targets]) => targets.map((to) => `${from} ${to}`));
    expect(drawn.sort()).toEqual(declared.sort());
  });
});
