import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { TASK_STATUSES, TASK_TRANSITIONS, type TaskStatus } from './task-state';

describe('the statuses of a task', () => {
  it('are all reachable from due, and none is a dead end', () => {
    const seen = new Set<TaskStatus>(['due']);
    for (const status of seen) for (const next of TASK_TRANSITIONS[status]) seen.add(next);
    expect([...seen].sort()).toEqual([...TASK_STATUSES].sort());
    expect(TASK_STATUSES.filter((status) => TASK_TRANSITIONS[status].length === 0)).toEqual([]);
  });

  it('are drawn with the same arrows in the docs', () => {
    const picture = readFileSync(new URL('../../../../docs/state-machines/task.md', import.meta.url), 'utf8');
    const drawn = [...picture.matchAll(/^\s*(\w+) --> (\w+)/gm)].map(([, from, to]) => `${from} ${to}`);
    const declared = Object.entries(TASK_TRANSITIONS).flatMap(([from, targets]) =>
      targets.map((to) => `${from} ${to}`),
    );
    expect(drawn.sort()).toEqual(declared.sort());
  });
});
