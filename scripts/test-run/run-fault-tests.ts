import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { STATE_DIR } from '../servers/checkout.ts';
import { runInherited } from './run-inherited.ts';
import { tallyOfCheck, type Tally } from './tally.ts';

/** Runs test/faults, whose last line is for people; what is counted it leaves in a file. */
export async function runFaultTests(args: string[]): Promise<Tally> {
  const folder = join(STATE_DIR, 'test-results');
  const tallyFile = join(folder, `faults-${process.pid}.json`);
  await mkdir(folder, { recursive: true });
  await rm(tallyFile, { force: true });
  const ok = await runInherited(process.execPath, ['test/faults/run.ts', ...args, '--tally', tallyFile]);
  const text = await readFile(tallyFile, 'utf8').catch(() => null);
  await rm(tallyFile, { force: true });
  const tally = text === null ? tallyOfCheck(false) : (JSON.parse(text) as Tally);
  return ok || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}
