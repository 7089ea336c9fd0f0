import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { clipperService } from '../../apps/clipper/src/clipper.module';
import { clipperConfigSchema } from '../../apps/clipper/src/config';
import { StageBench } from './stage-bench';

const PROGRAM = `const { mkdtempSync } = await import('node:fs');
  const directory = mkdtempSync(process.argv[1] + '/reelwright-' + process.pid + '-');
  process.stdout.write(directory, () => process.kill(process.pid, 'SIGKILL'));`;

/** Where a process that was killed in the middle of a download has left what it had of it. */
async function dieInTheMiddle(): Promise<string> {
  const { stdout, signal } = await execa('node', ['--input-type=module', '-e', PROGRAM, tmpdir()], { reject: false });
  expect(signal).toBe('SIGKILL');
  return stdout;
}

describe('a stage that buys', () => {
  it('clears away at its start what a killed one had on disk', async () => {
    const left = await dieInTheMiddle();
    await access(left);
    const bench = await StageBench.start((env) => clipperService(clipperConfigSchema.parse(env)));
    await bench.stop();
    await expect(access(left)).rejects.toThrow('ENOENT');
  });
});
