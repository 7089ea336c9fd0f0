import { describe, expect, it } from '@jest/globals';
import { decideRoom } from './decide-room';

const idle = {
  in_flight: 0,
  in_last_minute: 0,
  since_last_ms: null,
  minute_frees_in_ms: null,
  blocked_for_ms: 0,
  slots: null,
  open_for_ms: 0,
  on_probation: false,
  asking: 0,
};
const limits = { maxInFlight: 3, maxPerMinute: 10, submitGapMs: 0 };

describe('decideRoom', () => {
  it.each([
    ['an idle pool is free up to its limit', {}, {}, { free: 3 }],
    ['what is in flight takes its place', { in_flight: 2 }, {}, { free: 1 }],
    ['a full pool is asked again when an operation settles', { in_flight: 3 }, {}, { free: 0, askAgainInMs: null }],
    ['fewer slots than the settings allow are kept to', { slots: 2, in_flight: 1 }, {}, { free: 1 }],
    ['a limit that was lowered since is kept to', { slots: 9 }, {}, { free: 3 }],
    ['the minute counts as well', { in_last_minute: 9, minute_frees_in_ms: 5000 }, {}, { free: 1 }],
    [
      'a used-up minute is waited for',
      { in_last_minute: 10, minute_frees_in_ms: 5000 },
      {},
      { free: 0, askAgainInMs: 5000 },
    ],
    ['a blocked pool is waited for', { blocked_for_ms: 700 }, {}, { free: 0, askAgainInMs: 700 }],
    [
      'a pool that was shut is waited for',
      { open_for_ms: 900, blocked_for_ms: 700 },
      {},
      { free: 0, askAgainInMs: 900 },
    ],
    ['one may find out whether it is there again', { on_probation: true, in_flight: 1 }, {}, { free: 1 }],
    ['and all others wait for that', { on_probation: true, asking: 1 }, {}, { free: 0, askAgainInMs: null }],
    ['a gap lets one through at a time', { since_last_ms: 2000 }, { submitGapMs: 1000 }, { free: 1 }],
    ['a gap is waited for', { since_last_ms: 400 }, { submitGapMs: 1000 }, { free: 0, askAgainInMs: 600 }],
  ])('%s', (_, use, settings, room) => {
    expect(decideRoom({ ...idle, ...use }, { ...limits, ...settings })).toEqual(room);
  });
});
