import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CANCELLABLE_STATUSES, CUT_STATUSES, CUT_TRANSITIONS, type CutStatus, ENDED_STATUSES } from './cut-state';

describe('the statuses of a cut', () => {
  it('are all reachable from collecting', () => {
    const seen = new Set<CutStatus>(['collecting']);
    for (const status of seen) for (const next of CUT_TRANSITIONS[status]) seen.add(next);
    expect([...seen].sort()).toEqual([...CUT_STATUSES].sort());
  });

  it('have no way out of cancelled, and only that of another cut out of ready and failed', () => {
    const exits = ENDED_STATUSES.map((status) => [status, CUT_TRANSITIONS[status]]);
    expect(exits).toEqual([
      ['ready', ['collecting']],
      ['failed', ['collecting']],
      ['cancelled', []],
    ]);
    expect([...CANCELLABLE_STATUSES, ...ENDED_STATUSES]).toEqual(CUT_STATUSES);
  });

  it('are drawn with the same arrows in the docs', () => {
    const picture = readFileSync(new URL('../../../../docs/state-machines/cut.md', import.meta.url), 'utf8');
    const drawn = [...picture.matchAll(/^\s*(\w+) --> (\w+)/gm)].map(([, from, to]) => `${from} ${to}`);
    const declared = Object.entries(CUT_TRANSITIONS).flatMap(([from, targets]) => targets.map((to) => `${from} ${to}`));
    expect(drawn.sort()).toEqual(declared.sort());
  });
});
