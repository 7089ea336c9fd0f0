import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LOCKS_DIR } from './checkout.ts';
import { withLock } from './lock.ts';

function setup() {
  return { name: `spec-${process.pid}-${Math.random()}` };
}

describe('withLock', () => {
  it('lets one in at a time', async () => {
    const { name } = setup();
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (inside += 1));
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(name, work)));
    expect(most).toBe(1);
  });

  it('is free again after its work failed', async () => {
    const { name } = setup();
    await expect(withLock(name, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await withLock(name, () => Promise.resolve('done'))).toBe('done');
  });

  it('takes over from a holder that died', async () => {
    const { name } = setup();
    await withLock(name, () => Promise.resolve());
    const noSuchProcess = 2 ** 30;
    await writeFile(join(LOCKS_DIR, `${name}.lock`), String(noSuchProcess));
    expect(await withLock(name, () => Promise.resolve('done'))).toBe('done');
  });
});
