import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { applyPatch, GUARDS, type Patch } from './guard-patches.ts';

const CHECKOUT_DIR = join(import.meta.dirname, '../../..');

describe('the changes that take a guard out', () => {
  const all = Object.entries<readonly Patch[]>(GUARDS).flatMap(([guard, patches]) =>
    patches.map((patch) => ({ guard, patch, file: patch.file })),
  );

  it.each(all)('find $guard where it is: $file', async ({ patch, file }) => {
    const source = await readFile(join(CHECKOUT_DIR, file), 'utf8');
    expect(applyPatch(source, patch)).not.toBe(source);
  });
});
