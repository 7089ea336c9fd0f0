import { readFile, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '@shared/errors/app-error';
import { checkImage, type ImageFacts } from './check-image';
import { buildPosterArguments } from './ffmpeg-arguments';
import { PrivateDirectory } from './private-directory';
import type { FfmpegRunner } from './run-ffmpeg';

export interface MakePoster {
  videoPath: string;
  atSeconds: number;
  outputPath: string;
  signal?: AbortSignal;
}

/** One frame of a video as a JPEG. MEDIA_INVALID when there is no frame at that time. */
export async function makePoster(runner: FfmpegRunner, request: MakePoster): Promise<ImageFacts> {
  const { videoPath, atSeconds, outputPath, signal } = request;
  await using directory = await PrivateDirectory.create(dirname(resolve(outputPath)));
  const args = buildPosterArguments({ path: resolve(videoPath), atSeconds, outputFile: 'poster.jpg' });
  await runner.ffmpeg(args, { cwd: directory.path, signal, yields: true });
  const image = await readPoster(directory.file('poster.jpg'), atSeconds);
  await rename(directory.file('poster.jpg'), outputPath);
  return image;
}

/** Past the end ffmpeg writes nothing, and calls that a success. */
export async function readPoster(path: string, atSeconds: number): Promise<ImageFacts> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('MEDIA_INVALID', `The video has no frame at ${atSeconds} s`, { cause });
  });
  return checkImage(bytes);
}
