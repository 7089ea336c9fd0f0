import { ensureBuilt } from './build/ensure-built.ts';
import { ensureFfmpeg } from './ensure-ffmpeg.ts';
import { report } from './servers/progress.ts';

// All that `npm start` needs beyond the installed packages; a fraction of a second when nothing is missing.
try {
  await Promise.all([ensureBuilt({ force: false }), ensureFfmpeg()]);
} catch (error) {
  report('prepare', error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
