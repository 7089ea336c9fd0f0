import { ensureBuilt } from './build/ensure-built.ts';
import { report } from './servers/progress.ts';

try {
  await ensureBuilt({ force: process.argv.includes('--force') });
} catch (error) {
  report('build', error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
