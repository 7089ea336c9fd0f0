import { resolve } from 'node:path';
import { AppError } from '@shared/errors/app-error';
import { startOf } from './assembly/arrived-clip';
import { findClipFaults, type ExpectedClip } from './clip-faults';
import { ClipReader } from './clip-reader';
import { type InspectedVideo, inspectOpenVideo } from './inspect-video';
import { FileWindow } from './mp4/file-window';
import type { FfmpegRunner } from './run-ffmpeg';
import { type SamplesFile, toHeardSeconds } from './sound/sound-arguments';

export interface CheckOptions {
  /** Where its sound is written as bare samples of 48 kHz stereo, in step with its picture; nowhere when left out. */
  samplesPath?: string;
  signal?: AbortSignal;
}

export interface CheckedClip extends InspectedVideo {
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
    const video = await this.inspect(path, signal);
    const { facts } = video;
    throwOnFaults(findClipFaults(facts, expected));
    const isHeard = (facts.audio?.packets ?? 0) > 0;
    const sound = isHeard && samplesPath !== undefined ? toSamplesFile(video, samplesPath) : undefined;
    const { hasSamples } = await this.reader.readThrough({ path, facts, sound, signal });
    return { ...video, hasSamples };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.reader[Symbol.asyncDispose]();
  }

  private async inspect(path: string, signal?: AbortSignal): Promise<InspectedVideo> {
    await using file = await FileWindow.open(path);
    await throwUnlessMp4(file);
    return await inspectOpenVideo(this.runner, file, signal);
  }
}

function toSamplesFile({ facts, picture }: InspectedVideo, samplesPath: string): SamplesFile {
  return { startSeconds: startOf(picture), seconds: toHeardSeconds(facts), outputFile: resolve(samplesPath) };
}

// The name of a file proves nothing: an error page saved as .mp4 is refused before a program reads it.
async function throwUnlessMp4(file: FileWindow): Promise<void> {
  const start = await file.read(0, 8);
  if (start.toString('latin1', 4) !== 'ftyp') throw new AppError('MEDIA_INVALID', 'The file is not an MP4');
}

function throwOnFaults(faults: string[]): void {
  if (faults.length === 0) return;
  throw new AppError('MEDIA_INVALID', `The clip is not what was asked for: ${faults.join('; ')}`, {
    details: { faults },
  });
}
