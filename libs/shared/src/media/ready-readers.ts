import type { FfmpegRunner } from './run-ffmpeg';
import { ReadyReader } from './ready-reader';

export interface ReadyLimits {
  /** Programs that wait at a time: each holds 9 MB of its own. */
  most: number;
  /** With nothing new for as long, whatever was being sent has been sent, and nobody is in the way of a start. */
  quietMs: number;
  /** Longer than any clip takes at a provider. */
  idleMs: number;
}

const LIMITS: ReadyLimits = { most: 12, quietMs: 500, idleMs: 15 * 60_000 };

/** From one start to the next: to link it takes a processor 58 ms. */
const GAP_MS = 100;

/** Readers for clips that are being made: started while the machine has nothing else to do, so that a clip costs no start. */
export class ReadyReaders implements AsyncDisposable {
  private readonly readers = new Set<ReadyReader>();
  private readonly limits: ReadyLimits;
  private toStart = 0;
  /** By this process's clock. */
  private quietAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private starting = Promise.resolve();
  private isClosed = false;

  constructor(
    private readonly runner: FfmpegRunner,
    limits: Partial<ReadyLimits> = {},
  ) {
    this.limits = { ...LIMITS, ...limits };
  }

  get count(): number {
    return this.readers.size;
  }

  /** One more clip is being made, and will be read in a while. */
  getReady(): void {
    if (this.isClosed || this.readers.size + this.toStart >= this.limits.most) return;
    this.toStart += 1;
    this.quietAt = performance.now() + this.limits.quietMs;
    this.startIn(0);
  }

  /** One for a clip that is there; undefined where none is ready. */
  take(): ReadyReader | undefined {
    const reader = [...this.readers].find(({ isGone }) => !isGone);
    if (reader) this.readers.delete(reader);
    return reader;
  }

  /** So many clips were there sooner, and are read without one. */
  startFewer(clips: number): void {
    this.toStart = Math.max(0, this.toStart - clips);
  }

  /** Ends those that wait; one that reads ends with its clip. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.starting;
    for (const reader of this.readers) reader.stop();
    await Promise.all([...this.readers].map(({ left }) => left));
  }

  private startIn(ms: number): void {
    if (this.isClosed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        this.starting = this.starting.then(() => this.startOne());
      },
      Math.max(ms, this.quietAt - performance.now()),
    );
  }

  private async startOne(): Promise<void> {
    if (this.toStart === 0 || this.isClosed) return;
    try {
      this.keep(await ReadyReader.start(this.runner, this.limits.idleMs));
      this.startFewer(1);
      this.startIn(GAP_MS);
    } catch {
      // Clips are read by programs of their own, and say what is wrong.
      this.toStart = 0;
    }
  }

  private keep(reader: ReadyReader): void {
    this.readers.add(reader);
    void reader.left.then(() => this.readers.delete(reader));
  }
}
