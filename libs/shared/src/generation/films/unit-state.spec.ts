import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { UNIT_STATUSES, UNIT_TRANSITIONS } from './unit-state';

describe('the statuses of a unit', () => {
  it('are all reachable from waiting', () => {
    const seen = new Set([
      'waiting',
      ...UNIT_TRANSITIONS.waiting,
      ...UNIT_TRANSITIONS.waiting.flatMap((next) => UNIT_TRANSITIONS[next]),
    ]);
    expect([...seen].sort()).toEqual([...UNIT_STATUSES].sort());
  });

  it('are drawn with the same arrows in the docs', () => {
    const picture = readFileSync(new URL('../../../../../docs/state-machines/unit.md', import.meta.url), 'utf8');
    const drawn = [...picture.matchAll(/^\s*(\w+) --> (\w+)/gm)].map(([, from, to]) => `${from} ${to}`);
    const declared = Object.entries(UNIT_TRANSITIONS).flatMap(([from, targets]) =>
      targets.map((to) => `${from} ${to}`),
    );
    expect(drawn.sort()).toEqual(declared.sort());
  });
});
