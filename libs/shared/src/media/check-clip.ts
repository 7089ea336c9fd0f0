import { open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError } from '@shared/errors/app-error';
import { buildReadThroughArguments } from './ffmpeg-arguments';
import { findClipFaults, type ExpectedClip } from './clip-faults';
import { inspectVideo } from './inspect-video';
import { toMediaFault } from './probe-media';
import { CHECK_LIMITS, type FfmpegRunner } from './run-ffmpeg';
import type { VideoFacts } from './video-facts';

/** What a file on disk has to be before it counts as a clip; MEDIA_INVALID names all that differs. */
export async function checkClip(
  runner: FfmpegRunner,
  path: string,
  expected: ExpectedClip,
  signal?: AbortSignal,
): Promise<VideoFacts> {
  await throwUnlessMp4(path);
  const facts = await inspectVideo(runner, path, signal);
  throwOnFaults(findClipFaults(facts, expected));
  await readThrough(runner, path, signal);
  return facts;
}

// The name of a file proves nothing: an error page saved as .mp4 is refused before a program reads it.
async function throwUnlessMp4(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer } = await file.read({ buffer: Buffer.alloc(12), position: 0 });
    if (buffer.toString('latin1', 4, 8) !== 'ftyp') throw new AppError('MEDIA_INVALID', 'The file is not an MP4');
  } finally {
    await file.close();
  }
}

function throwOnFaults(faults: string[]): void {
  if (faults.length === 0) return;
  throw new AppError('MEDIA_INVALID', `The clip is not what was asked for: ${faults.join('; ')}`, {
    details: { faults },
  });
}

async function readThrough(runner: FfmpegRunner, path: string, signal?: AbortSignal): Promise<void> {
  const options = { cwd: dirname(path), signal, limits: CHECK_LIMITS };
  try {
    await runner.ffmpeg(buildReadThroughArguments(basename(path)), options);
  } catch (error) {
    throw toMediaFault(error);
  }
}
