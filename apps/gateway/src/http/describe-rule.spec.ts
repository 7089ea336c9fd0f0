import { describe, expect, it } from '@jest/globals';
import { createFilmSchema } from '@shared/contracts/order';
import { editStoryboardSchema } from '@shared/contracts/revisions';
import { describeRule } from './describe-rule';

function rulesOf(order: object): string[] {
  const result = createFilmSchema.safeParse({ prompt: 'x', ...order });
  return (result.error?.issues ?? []).map((issue) => describeRule(issue));
}

describe('describeRule', () => {
  it.each([
    [{ scenes: 61 }, 'must be at most 60'],
    [{ scenes: 0 }, 'must be at least 1'],
    [{ scenes: 1.5 }, 'must be a whole number'],
    [{ scenes: '4' }, 'must be a number'],
    [
      { style: 'nope' },
      'must be one of cinematic, documentary, commercial, vlog, horror, anime, vintage, scifi, nature, action',
    ],
    [{ prompt: 'x'.repeat(8001) }, 'must be at most 8000 characters long'],
    [{ metadata: [] }, 'must be an object'],
    [{ prompt: '  ' }, 'must hold something other than blanks, and no NUL character'],
  ])('says of %j that it %s', (order, rule) => {
    expect(rulesOf(order)).toContain(rule);
  });

  it('names the kinds of change that there are', () => {
    const { error } = editStoryboardSchema.safeParse({ changes: [{ op: 'swap' }] });
    const rules = error?.issues.map((issue) => describeRule(issue));
    expect(rules).toEqual(['must be one of edit, add, remove, move']);
  });
});
