import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '@shared/errors/app-error';
import { readStart } from './assembly/arrived-clip';
import { findClipFaults, type ExpectedClip } from './clip-faults';
import { ClipReader } from './clip-reader';
import { inspectVideo } from './inspect-video';
import type { FfmpegRunner } from './run-ffmpeg';
import { type SamplesFile, toHeardSeconds } from './sound/sound-arguments';
import type { VideoFacts } from './video-facts';

export interface CheckOptions {
  /** Where its sound is written as bare samples of 48 kHz stereo, in step with its picture; nowhere when left out. */
  samplesPath?: string;
  signal?: AbortSignal;
}

export interface CheckedClip {
  facts: VideoFacts;
  /** Whether the sound was written. */
  hasSamples: boolean;
}

/** Tells whether a file on disk is the clip that was asked for, and whole. */
export class ClipChecker implements AsyncDisposable {
  constructor(
    private readonly runner: FfmpegRunner,
    private readonly reader = new ClipReader(runner),
  ) {}

  /** Says that one more clip is being made, and will be here in a while. */
  getReady(): void {
    this.reader.getReady();
  }

  /** Says that a clip is on its way to `check`: until it is there, or this is disposed of. */
  expect(path: string): Disposable {
    return this.reader.expect(path);
  }

  /** What the file is; MEDIA_INVALID names all in which it is no such clip. */
  async check(path: string, expected: ExpectedClip, { samplesPath, signal }: CheckOptions = {}): Promise<CheckedClip> {
    await throwUnlessMp4(path);
    const facts = await inspectVideo(this.runner, path, signal);
    throwOnFaults(findClipFaults(facts, expected));
    const isHeard = (facts.audio?.packets ?? 0) > 0;
    const sound = isHeard && samplesPath !== undefined ? await toSamplesFile(path, facts, samplesPath) : undefined;
    const { hasSamples } = await this.reader.readThrough({ path, facts, sound, signal });
    return { facts, hasSamples };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.reader[Symbol.asyncDispose]();
  }
}

async function toSamplesFile(path: string, facts: VideoFacts, samplesPath: string): Promise<SamplesFile> {
  const startSeconds = await readStart(path);
  return { startSeconds, seconds: toHeardSeconds(facts), outputFile: resolve(samplesPath) };
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
