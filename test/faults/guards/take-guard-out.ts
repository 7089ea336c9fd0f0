import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { CHECKOUT_DIR, STATE_DIR } from '../../../scripts/servers/checkout.ts';
import { applyPatch, type Guard, GUARDS, type Patch } from './guard-patches.ts';

const COPIED = ['apps', 'libs', 'test', 'scripts', 'package.json', 'jest.config.mjs', 'tsconfig.json'];
const LINKED = ['node_modules', join('.reelwright', 'servers.json')];

const ENDS_WITHIN_MS = 120_000;

export interface Proof {
  guard: Guard;
  /** Whether the test of that guard failed without it, as it must. */
  isSeen: boolean;
  output: string;
}

/** Copies the sources, takes one guard out of the copy, and runs the test there that must then fail. */
export async function proveGuard(guard: Guard): Promise<Proof> {
  const copy = join(STATE_DIR, 'without', guard);
  await rm(copy, { recursive: true, force: true });
  try {
    await copySources(copy);
    for (const patch of GUARDS[guard]) await patchFile(copy, patch);
    const { failed, all: output } = await runTest(copy, guard);
    // A copy that does not even run proves nothing.
    return { guard, isSeen: failed && output.includes(`✕ ${guard}:`), output };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function copySources(copy: string): Promise<void> {
  const filter = (source: string): boolean => !/\/(node_modules|dist)(\/|$)/.test(source);
  await mkdir(join(copy, '.reelwright'), { recursive: true });
  for (const name of COPIED) await cp(join(CHECKOUT_DIR, name), join(copy, name), { recursive: true, filter });
  for (const name of LINKED) await symlink(join(CHECKOUT_DIR, name), join(copy, name));
}

async function patchFile(copy: string, patch: Patch): Promise<void> {
  const path = join(copy, patch.file);
  await writeFile(path, applyPatch(await readFile(path, 'utf8'), patch));
}

async function runTest(copy: string, guard: Guard): Promise<{ failed: boolean; all: string }> {
  const jest = [
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    'component',
    '--verbose',
    '--testTimeout',
    '60000',
  ];
  const which = ['--testPathPatterns', 'test/faults/guards', '-t', `${guard}:`];
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const { failed, all } = await execa(process.execPath, [...flags, ...jest, ...which], {
    cwd: copy,
    timeout: ENDS_WITHIN_MS,
    all: true,
    reject: false,
  });
  return { failed, all };
}
