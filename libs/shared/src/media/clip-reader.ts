import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { toAbortError } from '@shared/errors/abort-error';
import { buildReadThroughArguments } from './ffmpeg-arguments';
import { toMediaFault } from './probe-media';
import { CHECK_LIMITS, type FfmpegRunner, type RunOptions } from './run-ffmpeg';
import type { VideoFacts } from './video-facts';

interface Reading {
  path: string;
  /** Of all its frames. */
  pixels: number;
  signal: AbortSignal | undefined;
  done: PromiseWithResolvers<undefined>;
}

/** Those that are read together have no more to decode than one clip of eight seconds of 720p, so nobody waits long for others. */
const MOST_PIXELS_TOGETHER = 1280 * 720 * 192;
/** As many fit into the memory that a check may take. */
const MOST_TOGETHER = 12;
const TOGETHER_TIMEOUT_MS = 20_000;

/**
 * Decodes clips from end to end. While its programs run, those that come wait, and short ones go into the next program together:
 * to start it takes longer than to decode one of them.
 */
export class ClipReader {
  private readonly waiting: Reading[] = [];
  private running = 0;

  constructor(
    private readonly runner: FfmpegRunner,
    private readonly atOnce = availableParallelism(),
  ) {}

  /** MEDIA_INVALID at the first fault. */
  readThrough(path: string, { width, height, packets }: VideoFacts, signal?: AbortSignal): Promise<void> {
    const done = Promise.withResolvers<undefined>();
    this.waiting.push({ path: resolve(path), pixels: width * height * packets, signal, done });
    this.begin();
    return done.promise;
  }

  private begin(): void {
    while (this.running < this.atOnce && this.waiting.length > 0) {
      this.running += 1;
      void this.readAll(this.takeTogether()).then(() => {
        this.running -= 1;
        this.begin();
      });
    }
  }

  private takeTogether(): Reading[] {
    const together = this.waiting.splice(0, 1);
    let pixels = together[0]?.pixels ?? 0;
    for (let next = this.waiting[0]; next && together.length < MOST_TOGETHER; next = this.waiting[0]) {
      pixels += next.pixels;
      if (pixels > MOST_PIXELS_TOGETHER) break;
      together.push(...this.waiting.splice(0, 1));
    }
    return together;
  }

  // One that is at fault ends the program for all of them: then each is read by itself, and only that one is refused.
  private async readAll(readings: readonly Reading[]): Promise<void> {
    if (readings.length > 1 && (await this.readTogether(readings))) return;
    for (const reading of readings) await this.readOne(reading);
  }

  private async readTogether(readings: readonly Reading[]): Promise<boolean> {
    const paths = readings.map(({ path }) => path);
    try {
      await this.run(paths, { timeoutMs: TOGETHER_TIMEOUT_MS });
    } catch {
      return false;
    }
    for (const { done } of readings) done.resolve(undefined);
    return true;
  }

  private async readOne({ path, signal, done }: Reading): Promise<void> {
    try {
      if (signal?.aborted) throw toAbortError(signal);
      await this.run([path], { signal });
      done.resolve(undefined);
    } catch (error) {
      done.reject(toMediaFault(error));
    }
  }

  private run(paths: readonly string[], options: Pick<RunOptions, 'signal' | 'timeoutMs'>): Promise<void> {
    const cwd = dirname(paths[0] ?? '.');
    return this.runner.ffmpeg(buildReadThroughArguments(paths), { ...options, cwd, limits: CHECK_LIMITS });
  }
}
