import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Before anything is started or bought: without both programs no film can be finished. */
export async function throwOnMissingFfmpeg(ffmpeg: { FFMPEG_PATH: string; FFPROBE_PATH: string }): Promise<void> {
  const faults = await Promise.all(Object.entries(ffmpeg).map(([setting, program]) => findFault(setting, program)));
  const missing = faults.filter((fault) => fault !== null);
  if (missing.length > 0) throw new Error(missing.join('\n'));
}

async function findFault(setting: string, program: string): Promise<string | null> {
  try {
    await run(program, ['-version']);
    return null;
  } catch {
    return `${program} can't be run. Install ffmpeg (for instance: apt-get install ffmpeg, brew install ffmpeg) or name the program: ${setting}=/path/to/it`;
  }
}
