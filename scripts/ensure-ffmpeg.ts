import { installSystemPackages } from './system-packages.ts';
import { tryCommand } from './servers/run-command.ts';

/** ffmpeg and ffprobe are on the PATH afterwards, or the error says what to type. */
export async function ensureFfmpeg(): Promise<void> {
  if (await hasFfmpeg()) return;
  await installSystemPackages({
    reason: 'Reelwright makes films with ffmpeg, which is not on the PATH',
    apt: 'ffmpeg',
    dnf: 'ffmpeg',
    brew: 'ffmpeg',
  });
}

async function hasFfmpeg(): Promise<boolean> {
  const answers = await Promise.all(['ffmpeg', 'ffprobe'].map((tool) => tryCommand(tool, ['-version'])));
  return !answers.includes(null);
}
