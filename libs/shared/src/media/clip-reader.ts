import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { toAbortError } from '@shared/errors/abort-error';
import { toMediaFault } from './probe-media';
import { buildReadThroughArguments } from './read-through-arguments';
import { CHECK_LIMITS, type FfmpegRunner, type RunOptions } from './run-ffmpeg';
import type { SoundFile } from './sound/sound-arguments';
import type { VideoFacts } from './video-facts';

export interface ClipToRead {
  path: string;
  facts: VideoFacts;
  /** Where its sound is written, if it has any and somebody wants it. */
  sound?: SoundFile | undefined;
  signal?: AbortSignal | undefined;
}

export interface ReadThrough {
  /** False as well where it could not be written: that is no fault of the clip. */
  hasSound: boolean;
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
  readThrough(clip: ClipToRead): Promise<ReadThrough> {
    const { signal } = clip;
    const reading = { ...clip, path: resolve(clip.path), done: Promise.withResolvers<ReadThrough>(), isAlone: false };
    if (signal?.aborted) throw toAbortError(signal);
    signal?.addEventListener('abort', () => {
      this.waiting = this.waiting.filter((it) => it !== reading);
      reading.done.reject(toAbortError(signal));
    });
    this.waiting.push(reading);
    this.begin();
    return reading.done.promise;
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
    const together = this.waiting.splice(0, 1);
    let pixels = together.reduce((sum, reading) => sum + pixelsOf(reading), 0);
    for (let next = this.waiting[0]; next && together.length < MOST_TOGETHER; next = this.waiting[0]) {
      pixels += pixelsOf(next);
      if (pixels > MOST_PIXELS_TOGETHER || next.isAlone || together[0]?.isAlone) break;
      together.push(...this.waiting.splice(0, 1));
    }
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
      for (const { done, sound } of readings) done.resolve({ hasSound: sound !== undefined });
    } catch {
      this.waiting.unshift(
        ...readings.filter(({ signal }) => !signal?.aborted).map((it) => ({ ...it, isAlone: true })),
      );
    }
  }

  private async readOne(reading: Reading): Promise<void> {
    const { signal, done, sound } = reading;
    try {
      const hasSound =
        sound !== undefined &&
        (await this.run([reading], { signal }).then(
          () => true,
          () => false,
        ));
      if (!hasSound) await this.run([{ ...reading, sound: undefined }], { signal });
      done.resolve({ hasSound });
    } catch (error) {
      done.reject(toMediaFault(error));
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
