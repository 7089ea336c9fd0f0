import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { STATE_DIR } from '../servers/checkout.ts';
import { runInherited } from './run-inherited.ts';
import { tallyOfJest, type JestReport, type Tally } from './tally.ts';

const NODE_FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/** Runs one project of jest.config.mjs, readable for people and counted for us. */
export async function runJest(project: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Tally> {
  const reportFile = join(STATE_DIR, 'test-results', `${project}-${process.pid}.json`);
  await mkdir(join(STATE_DIR, 'test-results'), { recursive: true });
  const report = ['--json', `--outputFile=${reportFile}`];
  const selection = ['--selectProjects', project, '--passWithNoTests', '--maxWorkers=2'];
  const jest = [...NODE_FLAGS, 'node_modules/jest/bin/jest.js', ...selection, ...report, ...args];
  const ok = await runInherited(process.execPath, jest, env);
  const tally = tallyOfJest(await loadReport(reportFile));
  await rm(reportFile, { force: true });
  return ok || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

async function loadReport(file: string): Promise<JestReport | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as JestReport);
}
