import { mkdir } from 'node:fs/promises';
import { PrivateDirectory } from '@shared/media/private-directory';
import type { FfmpegRunner } from '@shared/media/run-ffmpeg';

/** Removes what dead processes left there and where ready programs wait, and throws FFMPEG_FAILED when the programs cannot be started: no film could be made. */
export async function prepareWorkDir(runner: FfmpegRunner, workDir: string): Promise<void> {
  await mkdir(workDir, { recursive: true });
  await PrivateDirectory.removeAbandoned(workDir);
  await PrivateDirectory.removeAbandoned();
  await runner.ffmpeg(['-version'], { cwd: workDir });
  await runner.ffprobe(['-version'], { cwd: workDir });
}
