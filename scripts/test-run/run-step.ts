import { ensureBuilt } from '../build/ensure-built.ts';
import { leftOutPattern } from './left-out.ts';
import { runFaultTests } from './run-fault-tests.ts';
import { runInherited } from './run-inherited.ts';
import { runJest } from './run-jest.ts';
import type { ServersUnderTest } from './servers-under-test.ts';
import type { Step } from './steps.ts';
import { sumTallies, tallyOfCheck, type Tally } from './tally.ts';

export interface TestRun {
  servers: ServersUnderTest;
  /** Given to jest: paths or names of the tests that are wanted. */
  filters: string[];
  /** What could not be tested on this machine, one sentence each; a run with any is not green. */
  untested: string[];
}

export async function runStep(step: Step, run: TestRun): Promise<Tally> {
  return STEP_RUNNERS[step](run);
}

const STEP_RUNNERS: Record<Step, (run: TestRun) => Promise<Tally>> = {
  format: () => check('prettier', '--check', '.'),
  lint: async () => {
    const rules = await check('eslint', '.');
    const imports = await check('depcruise', '--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'scripts');
    return tallyOfCheck(rules.failed + imports.failed === 0);
  },
  types: () => check('tsc', '--noEmit', '-p', 'tsconfig.json'),
  unit: ({ filters }) => runJest('unit', filters),
  build: async () => {
    const error = await ensureBuilt({ force: false }).catch((reason: unknown) => reason ?? 'unknown reason');
    if (error !== undefined) console.error(error instanceof Error ? error.message : error);
    return tallyOfCheck(error === undefined);
  },
  servers: async ({ servers, untested }) => {
    untested.push(...(await servers.up()));
    return tallyOfCheck(untested.length === 0);
  },
  component: (run) => runOnServers('component', run),
  e2e: (run) => runOnServers('e2e', run),
  faults: ({ servers, untested }) => runFaults(servers, untested),
};

async function check(tool: string, ...args: string[]): Promise<Tally> {
  return tallyOfCheck(await runInherited(`node_modules/.bin/${tool}`, args));
}

// Every failpoint, and the proof that a missing guard is seen.
async function runFaults({ missing }: ServersUnderTest, untested: string[]): Promise<Tally> {
  if (missing.length === 0) return sumTallies([await runFaultTests([]), await runFaultTests(['--without', 'all'])]);
  untested.push(`what happens at faults, which needs ${missing.join(', ')}`);
  return { passed: 0, failed: 0, skipped: 1 };
}

async function runOnServers(project: 'component' | 'e2e', { servers, filters, untested }: TestRun): Promise<Tally> {
  const pattern = leftOutPattern(project, servers.missing);
  if (pattern === null) return runJest(project, filters);
  untested.push(`${project} tests matching ${pattern}, which need ${servers.missing.join(', ')}`);
  return runJest(project, [...filters, '--testPathIgnorePatterns', pattern, '/node_modules/'], {
    REELWRIGHT_WITHOUT: servers.missing.join(','),
  });
}
