import { expect, it } from '@jest/globals';
import { box, uint32 } from './boxes';
import { withoutBitRate } from './without-bit-rate';

const describe = (type: string, fixedBytes: number, rate: number | null): Buffer =>
  box(
    type,
    Buffer.alloc(fixedBytes, 7),
    box('conf', uint32(1, 2, 3)),
    ...(rate === null ? [] : [box('btrt', uint32(0, rate, rate))]),
    box('pasp', uint32(1, 1)),
  );

it.each([
  ['avc1', 78],
  ['mp4a', 28],
])('makes descriptions of %s equal that differ by their bit rate only', (type, fixedBytes) => {
  const bare = describe(type, fixedBytes, null);
  expect(withoutBitRate(describe(type, fixedBytes, 190_000))).toEqual(bare);
  expect(withoutBitRate(bare)).toEqual(bare);
});

it('leaves alone what it does not know', () => {
  const other = describe('hvc1', 78, 1);
  expect(withoutBitRate(other)).toBe(other);
});
