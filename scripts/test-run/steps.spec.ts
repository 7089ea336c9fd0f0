import { describe, expect, it } from '@jest/globals';
import { selectSteps, STEPS } from './steps.ts';

describe('selectSteps', () => {
  it.each<[string[], readonly string[]]>([
    [[], STEPS],
    [['unit'], ['unit']],
    [
      ['types', 'format'],
      ['format', 'types'],
    ],
    [['component'], ['servers', 'component']],
    [['e2e'], ['build', 'servers', 'e2e']],
    [['faults'], ['build', 'servers', 'faults']],
  ])('for %j gives what is asked for and what that needs, in order', (only, expected) => {
    expect(selectSteps(only)).toEqual(expected);
  });

  it('names the steps there are when it does not know one', () => {
    expect(() => selectSteps(['units'])).toThrow(/--only takes format, lint.*got "units"/);
  });
});
