import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { toAbortError } from '@shared/errors/abort-error';
import { AppError } from '@shared/errors/app-error';
import { toMediaFault } from './probe-media';
import { buildReadThroughArguments } from './read-through-arguments';
import { CHECK_LIMITS, type FfmpegRunner, type RunOptions } from './run-ffmpeg';
import type { SamplesFile } from './sound/sound-arguments';
import type { VideoFacts } from './video-facts';

export interface ClipToRead {
  path: string;
  facts: VideoFacts;
  /** Where its sound is written, if it has any and somebody wants it. */
  sound?: SamplesFile | undefined;
  signal?: AbortSignal | undefined;
}

export interface ReadThrough {
  /** False as well where it could not be written: that is no fault of the clip. */
  hasSamples: boolean;
}

interface Reading extends ClipToRead {
  done: PromiseWithResolvers<ReadThrough>;
  /** Whether it has failed together with others. */
  isAlone: boolean;
}

/** Those that are read together have no more to decode than one clip of eight seconds of 720p, so nobody waits long for others. */
const MOST_PIXELS_TOGETHER = 1280 * 720 * 192;
/** As many fit into the memory that a check may take. */
const MOST_TOGETHER = 12;
const TOGETHER_TIMEOUT_MS = 20_000;

/** Ten minutes of sound. */
const MOST_SOUND_BYTES = 128 * 1024 * 1024;

/**
 * Decodes clips from end to end. While its programs run, those that come wait, and short ones go into the next program together:
 * to start it takes longer than to decode one of them.
 */
export class ClipReader {
  private waiting: Reading[] = [];
  private running = 0;

  constructor(
    private readonly runner: FfmpegRunner,
    private readonly atOnce = availableParallelism(),
  ) {}

  /** MEDIA_INVALID at the first fault. */
  async readThrough(clip: ClipToRead): Promise<ReadThrough> {
    const { signal } = clip;
    if (signal?.aborted) throw toAbortError(signal);
    const reading: Reading = { ...clip, path: resolve(clip.path), done: Promise.withResolvers(), isAlone: false };
    const stop = (): void => {
      this.waiting = this.waiting.filter((it) => it !== reading);
      reading.done.reject(signal && toAbortError(signal));
    };
    signal?.addEventListener('abort', stop);
    this.waiting.push(reading);
    this.begin();
    try {
      return await reading.done.promise;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  private begin(): void {
    while (this.running < this.atOnce && this.waiting.length > 0) {
      this.running += 1;
      void this.read(this.takeTogether()).then(() => {
        this.running -= 1;
        this.begin();
      });
    }
  }

  private takeTogether(): Reading[] {
    const together: Reading[] = [];
    let pixels = 0;
    for (const next of this.waiting.slice(0, MOST_TOGETHER)) {
      pixels += pixelsOf(next);
      const fits = pixels <= MOST_PIXELS_TOGETHER && !next.isAlone && !together[0]?.isAlone;
      if (together.length > 0 && !fits) break;
      together.push(next);
    }
    this.waiting = this.waiting.slice(together.length);
    return together;
  }

  private async read(readings: readonly Reading[]): Promise<void> {
    const [first, ...others] = readings;
    if (first && others.length === 0) await this.readOne(first);
    else await this.readTogether(readings);
  }

  // One that is at fault ends the program for all of them: then each is read by itself, and only that one is refused.
  private async readTogether(readings: readonly Reading[]): Promise<void> {
    try {
      await this.run(readings, { timeoutMs: TOGETHER_TIMEOUT_MS });
      for (const { done, sound } of readings) done.resolve({ hasSamples: sound !== undefined });
    } catch {
      for (const reading of readings) Object.assign(reading, { isAlone: true, sound: undefined });
      this.waiting.unshift(...readings.filter(({ signal }) => !signal?.aborted));
    }
  }

  private async readOne({ sound, ...reading }: Reading): Promise<void> {
    const { done, signal } = reading;
    try {
      const hasSamples = sound !== undefined && (await this.writeSamples({ ...reading, sound }));
      if (!hasSamples) await this.run([reading], { signal });
      done.resolve({ hasSamples });
    } catch (error) {
      done.reject(toMediaFault(error));
    }
  }

  // What cannot be written is no fault of the clip, which is read once more without; one that was stopped has had its time.
  private async writeSamples(reading: Reading): Promise<boolean> {
    try {
      await this.run([reading], { signal: reading.signal });
      return true;
    } catch (error) {
      if (error instanceof AppError && error.details['signal'] !== 'SIGKILL') return false;
      throw error;
    }
  }

  private run(readings: readonly Reading[], options: Pick<RunOptions, 'signal' | 'timeoutMs'>): Promise<void> {
    const limits = readings.some(({ sound }) => sound)
      ? { ...CHECK_LIMITS, fileBytes: MOST_SOUND_BYTES }
      : CHECK_LIMITS;
    const cwd = dirname(readings[0]?.path ?? '.');
    return this.runner.ffmpeg(buildReadThroughArguments(readings), { ...options, cwd, limits });
  }
}

function pixelsOf({ facts: { width, height, packets } }: Reading): number {
  return width * height * packets;
}
