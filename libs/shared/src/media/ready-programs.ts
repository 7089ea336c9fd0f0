import { GatedProgram, type GatedWork } from './gated-program';
import type { FfmpegRunner } from './run-ffmpeg';

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

interface Waiting {
  /** By their arguments programs are told apart. */
  key: string;
  program: GatedProgram;
}

/** Programs for files that are being made: started while the machine has nothing else to do, so that a file costs no start. */
export class ReadyPrograms implements AsyncDisposable {
  private readonly waiting = new Set<Waiting>();
  private readonly limits: ReadyLimits;
  private toStart: GatedWork[] = [];
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
    return this.waiting.size;
  }

  /** One more file is being made, and this will be done with it in a while. */
  getReady(work: GatedWork): void {
    if (this.isClosed || this.waiting.size + this.toStart.length >= this.limits.most) return;
    this.toStart.push(work);
    this.quietAt = performance.now() + this.limits.quietMs;
    this.startIn(0);
  }

  /** One for a file that is there; undefined where none is ready for just this. */
  take(work: GatedWork): GatedProgram | undefined {
    const key = keyOf(work);
    const taken = [...this.waiting].find((it) => it.key === key && !it.program.isGone);
    if (taken) this.waiting.delete(taken);
    return taken?.program;
  }

  /** So many files were there sooner, and this is done with them without one. */
  startFewer(work: GatedWork, files: number): void {
    const key = keyOf(work);
    let left = files;
    this.toStart = this.toStart.filter((it) => keyOf(it) !== key || left-- <= 0);
  }

  /** Ends those that wait; one that works ends with its work. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.starting;
    const programs = [...this.waiting].map(({ program }) => program);
    for (const program of programs) program.stop();
    await Promise.all(programs.map(({ left }) => left));
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
    const [work] = this.toStart;
    if (!work || this.isClosed) return;
    try {
      const program = await GatedProgram.start(this.runner, work, this.limits.idleMs);
      this.keep({ key: keyOf(work), program });
      this.startFewer(work, 1);
      this.startIn(GAP_MS);
    } catch {
      // The work is done by programs of its own, which say what is wrong.
      this.toStart = [];
    }
  }

  private keep(waiting: Waiting): void {
    this.waiting.add(waiting);
    void waiting.program.left.then(() => this.waiting.delete(waiting));
  }
}

function keyOf({ args }: GatedWork): string {
  return args.join('\n');
}
