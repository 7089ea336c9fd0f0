import { rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { buildPreviewArguments } from './picture-sheet-arguments';
import { PrivateDirectory } from './private-directory';
import type { FfmpegRunner } from './run-ffmpeg';

export interface MakePreview {
  videoPath: string;
  /** Length of the video. */
  seconds: number;
  outputPath: string;
  signal?: AbortSignal;
}

const MOMENTS = 6;
const MOMENT_SECONDS = 1;

/** Up to six seconds of a film as an animated WebP: a moment of each sixth. */
export async function makePreview(runner: FfmpegRunner, request: MakePreview): Promise<void> {
  const { videoPath, seconds, outputPath, signal } = request;
  await using directory = await PrivateDirectory.create(dirname(resolve(outputPath)));
  const moments = { ...chooseMoments(seconds), path: resolve(videoPath), outputFile: 'preview.webp' };
  await runner.ffmpeg(buildPreviewArguments(moments), { cwd: directory.path, signal, yields: true });
  await rename(directory.file('preview.webp'), outputPath);
}

/** From the middle of each part; a film that is no longer than its preview is shown whole. */
export function chooseMoments(seconds: number): { startsAt: number[]; momentSeconds: number } {
  if (seconds <= MOMENTS * MOMENT_SECONDS) return { startsAt: [0], momentSeconds: seconds };
  const part = seconds / MOMENTS;
  const startsAt = Array.from({ length: MOMENTS }, (_, index) => index * part + (part - MOMENT_SECONDS) / 2);
  return { startsAt, momentSeconds: MOMENT_SECONDS };
}
