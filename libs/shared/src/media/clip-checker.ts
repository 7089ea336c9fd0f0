import { open } from 'node:fs/promises';
import { AppError } from '@shared/errors/app-error';
import { findClipFaults, type ExpectedClip } from './clip-faults';
import { ClipReader } from './clip-reader';
import { inspectVideo } from './inspect-video';
import type { FfmpegRunner } from './run-ffmpeg';
import type { VideoFacts } from './video-facts';

/** Tells whether a file on disk is the clip that was asked for, and whole. */
export class ClipChecker {
  private readonly reader: ClipReader;

  constructor(private readonly runner: FfmpegRunner) {
    this.reader = new ClipReader(runner);
  }

  /** What the file is; MEDIA_INVALID names all in which it is no such clip. */
  async check(path: string, expected: ExpectedClip, signal?: AbortSignal): Promise<VideoFacts> {
    await throwUnlessMp4(path);
    const facts = await inspectVideo(this.runner, path, signal);
    throwOnFaults(findClipFaults(facts, expected));
    await this.reader.readThrough(path, facts, signal);
    return facts;
  }
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
