import { describe, expect, it } from '@jest/globals';
import { RightOfWay } from './right-of-way';

async function isClear(way: RightOfWay): Promise<boolean> {
  return Promise.race([
    way.whenClear().then(() => true),
    new Promise<false>((resolve) => setImmediate(resolve, false)),
  ]);
}

describe('the right of way', () => {
  it('is clear where nobody has it', async () => {
    expect(await isClear(new RightOfWay())).toBe(true);
  });

  it('is waited for until all have let it go that had it', async () => {
    const way = new RightOfWay();
    way.hold('a', 60_000);
    way.hold('b', 60_000);
    const clear = way.whenClear();
    way.hold('later', 60_000);
    way.letGo('a');
    expect(await isClear(way)).toBe(false);
    way.letGo('b');
    await clear;
    way.letGo('later');
    expect(await isClear(way)).toBe(true);
  });

  it('ends of itself, at the time that was said last', async () => {
    const way = new RightOfWay();
    way.hold('a', 60_000);
    way.hold('a', 1);
    await way.whenClear();
    expect(await isClear(way)).toBe(true);
  });
});
