import { describe, expect, it } from '@jest/globals';
import { decideOutage, QUOTA_USED_UP } from './state-outage';

type Row = Parameters<typeof decideOutage>[0];

const at = (hour: number) => new Date(Date.UTC(2026, 10, 1, hour));
const time = (hour: number) => at(hour).toISOString();
const down = { code: 'PROVIDER_UNAVAILABLE', message: 'connection refused' } as const;
const nothing: Row = {
  now: at(8),
  failingSince: null,
  openUntil: null,
  openBecause: null,
  exhaustedUntil: null,
  outage: null,
};
const shut = { failingSince: at(6), openUntil: at(9), openBecause: down };
const quotaSaid = (since: number, until: number) => ({
  since: time(since),
  until: time(until),
  reason: QUOTA_USED_UP,
});

describe('decideOutage', () => {
  it.each<[string, Partial<Row>, Row['outage']]>([
    ['nothing where it answers', {}, null],
    ['nothing of failures that have not shut it', { failingSince: at(6) }, null],
    ['what a circuit is shut for', shut, { since: time(6), until: time(9), reason: down }],
    [
      'the circuit rather than the quota',
      { ...shut, exhaustedUntil: at(20) },
      { since: time(6), until: time(9), reason: down },
    ],
    ['a quota from now on', { exhaustedUntil: at(20) }, quotaSaid(8, 20)],
    ['since when a quota is used up', { exhaustedUntil: at(20), outage: quotaSaid(7, 20) }, quotaSaid(7, 20)],
    ['nothing of the quota of the day before', { exhaustedUntil: at(20), outage: quotaSaid(1, 7) }, quotaSaid(8, 20)],
  ])('says %s', (_, row, outage) => {
    expect(decideOutage({ ...nothing, ...row })).toEqual(outage);
  });
});
