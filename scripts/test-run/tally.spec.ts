import { describe, expect, it } from '@jest/globals';
import { formatTally, sumTallies, tallyOfCheck, tallyOfJest, type JestReport } from './tally.ts';

function aReport(changes: Partial<JestReport> = {}): JestReport {
  const counts = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  return { success: true, ...counts, numRuntimeErrorTestSuites: 0, ...changes };
}

describe('tallyOfJest', () => {
  it.each<[string, JestReport | null, string]>([
    ['a green run', aReport(), '5 passed, 0 failed, 0 skipped'],
    ['failed tests', aReport({ success: false, numFailedTests: 2 }), '5 passed, 2 failed, 0 skipped'],
    ['skipped and planned tests', aReport({ numPendingTests: 1, numTodoTests: 2 }), '5 passed, 0 failed, 3 skipped'],
    [
      'a suite that does not load',
      aReport({ success: false, numRuntimeErrorTestSuites: 1 }),
      '5 passed, 1 failed, 0 skipped',
    ],
    ['a failure without a name', aReport({ success: false }), '5 passed, 1 failed, 0 skipped'],
    ['a run that left no report', null, '0 passed, 1 failed, 0 skipped'],
  ])('counts %s', (_, report, expected) => {
    expect(formatTally(tallyOfJest(report))).toBe(expected);
  });
});

describe('sumTallies', () => {
  it('adds checks and tests', () => {
    const total = sumTallies([tallyOfCheck(true), tallyOfCheck(false), { passed: 40, failed: 0, skipped: 2 }]);
    expect(formatTally(total)).toBe('41 passed, 1 failed, 2 skipped');
  });
});
