import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { toAbortError } from '@shared/errors/abort-error';
import { AppError } from '@shared/errors/app-error';
import type { GatedProgram } from './gated-program';
import { toMediaFault } from './probe-media';
import { canReadNow, CLIP_READING, readClipNow } from './read-clip-now';
import { buildReadThroughArguments } from './read-through-arguments';
import { ReadyPrograms } from './ready-programs';
import { CHECK_LIMITS, type FfmpegRunner, type RunOptions, SOUND_LIMITS } from './run-ffmpeg';
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
  /** By this process's clock: until then it waits for those that are on their way. */
  waitsUntil: number;
}

/** Those that are read together have no more to decode than one clip of eight seconds of 720p, so nobody waits long for others. */
const MOST_PIXELS_TOGETHER = 1280 * 720 * 192;
/** With more another program gains more than its start costs; as many fit into the memory that a check may take. */
const MOST_TOGETHER = 6;
const TOGETHER_TIMEOUT_MS = 20_000;

/** To be read together with others is worth this much; then they are as far away as if they were not coming. */
const MOST_WAIT_MS = 100;

/**
 * Decodes clips from end to end. To start a program takes longer than to decode a short one: it is read by one that was started before, or
 * else together with others, those that come while its programs run or while others are on their way.
 */
export class ClipReader implements AsyncDisposable {
  private waiting: Reading[] = [];
  private running = 0;
  /** Paths of those that are on their way. */
  private readonly expected = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly runner: FfmpegRunner,
    private readonly atOnce = availableParallelism(),
    private readonly ready = new ReadyPrograms(runner),
  ) {}

  /** Says that one more clip is being made, and will be here in a while. */
  getReady(): void {
    this.ready.getReady(CLIP_READING);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.ready[Symbol.asyncDispose]();
  }

  /** Says that a clip is on its way to `readThrough`: until it is there, or this is disposed of. */
  expect(path: string): Disposable {
    const expected = resolve(path);
    this.expected.add(expected);
    return {
      [Symbol.dispose]: () => {
        if (this.expected.delete(expected)) this.begin();
      },
    };
  }

  /** MEDIA_INVALID at the first fault. */
  async readThrough(clip: ClipToRead): Promise<ReadThrough> {
    const { signal } = clip;
    if (signal?.aborted) throw toAbortError(signal);
    const waitsUntil = performance.now() + MOST_WAIT_MS;
    const done = Promise.withResolvers<ReadThrough>();
    const reading: Reading = { ...clip, path: resolve(clip.path), done, isAlone: false, waitsUntil };
    this.expected.delete(reading.path);
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
    clearTimeout(this.timer);
    while (this.running < this.atOnce && this.waiting.length > 0) {
      if (this.beginReady()) continue;
      const { together, isFull } = this.findTogether();
      const waitMs = isFull || this.expected.size === 0 ? 0 : (together[0]?.waitsUntil ?? 0) - performance.now();
      if (waitMs > 0) {
        this.timer = setTimeout(() => {
          this.begin();
        }, waitMs);
        return;
      }
      this.waiting = this.waiting.slice(together.length);
      this.ready.startFewer(CLIP_READING, together.filter(({ isAlone }) => !isAlone).length);
      this.work(this.read(together));
    }
  }

  private work(reading: Promise<void>): void {
    this.running += 1;
    void reading.then(() => {
      this.running -= 1;
      this.begin();
    });
  }

  // With a program that is there already nobody waits for others. It has one thread: a long clip is read sooner by a fresh one of two.
  private beginReady(): boolean {
    const [next] = this.waiting;
    if (!next?.sound || next.isAlone || pixelsOf(next) > MOST_PIXELS_TOGETHER || !canReadNow(next.sound)) return false;
    const program = this.ready.take(CLIP_READING);
    if (!program) return false;
    this.waiting.shift();
    this.work(this.readNow(program, next, next.sound));
    return true;
  }

  // What goes into the next program, and whether nothing else fits.
  private findTogether(): { together: Reading[]; isFull: boolean } {
    const together: Reading[] = [];
    let pixels = 0;
    for (const next of this.waiting.slice(0, MOST_TOGETHER)) {
      pixels += pixelsOf(next);
      const fits = pixels <= MOST_PIXELS_TOGETHER && !next.isAlone && !together[0]?.isAlone;
      if (together.length > 0 && !fits) return { together, isFull: true };
      together.push(next);
    }
    const isFull = together.length === MOST_TOGETHER || pixels >= MOST_PIXELS_TOGETHER || together[0]?.isAlone === true;
    return { together, isFull };
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

  // Whatever is wrong, with it or with the clip, shows when that is read by itself.
  private async readNow(program: GatedProgram, reading: Reading, sound: SamplesFile): Promise<void> {
    try {
      await readClipNow(program, { ...reading, sound });
      reading.done.resolve({ hasSamples: true });
    } catch {
      Object.assign(reading, { isAlone: true });
      if (!reading.signal?.aborted) this.waiting.unshift(reading);
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
    const limits = readings.some(({ sound }) => sound) ? SOUND_LIMITS : CHECK_LIMITS;
    const cwd = dirname(readings[0]?.path ?? '.');
    return this.runner.ffmpeg(buildReadThroughArguments(readings), { ...options, cwd, limits });
  }
}

function pixelsOf({ facts: { width, height, packets } }: Reading): number {
  return width * height * packets;
}
