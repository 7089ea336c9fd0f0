import { symlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RunLimits } from './confinement';
import { PrivateDirectory } from './private-directory';
import type { FfmpegRunner, OpenProgram } from './run-ffmpeg';
import { TimeLimit } from './time-limit';

/** What a program does once its gate opens, with files of names that it was told beforehand. */
export interface GatedWork {
  /** With `GATE` as its first input. */
  args: readonly string[];
  /** Default: those of any program. */
  limits?: Partial<RunLimits>;
}

/** Whatever takes longer is done by a program of its own, which has all the time that it may take. */
const TIMEOUT_MS = 20_000;

/**
 * A program that was started before its files were there: linked, and waiting for the end of its input to open names in a directory of its
 * own. It works once.
 */
export class GatedProgram {
  /** Whether it is of no use any more. */
  isGone = false;
  /** Resolves when the program has ended, in whatever way, and its directory is gone. */
  readonly left: Promise<void>;
  private readonly timer: NodeJS.Timeout;

  /** It ends by itself where nobody wants it for `idleMs`. */
  static async start(runner: FfmpegRunner, { args, limits }: GatedWork, idleMs: number): Promise<GatedProgram> {
    const directory = await PrivateDirectory.create();
    try {
      const aborter = new AbortController();
      const program = await runner.open(args, { cwd: directory.path, limits, signal: aborter.signal });
      return new GatedProgram({ program, directory, aborter }, idleMs);
    } catch (error) {
      await directory[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(
    private readonly parts: { program: OpenProgram; directory: PrivateDirectory; aborter: AbortController },
    idleMs: number,
  ) {
    this.timer = setTimeout(() => {
      this.stop();
    }, idleMs).unref();
    this.left = this.watch();
  }

  /** `files`: where each name that it was told leads. Throws at the first fault of its input or its own. */
  async work(files: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void> {
    clearTimeout(this.timer);
    const { program, directory } = this.parts;
    using limit = new TimeLimit(TIMEOUT_MS, signal);
    const stop = (): void => {
      this.stop();
    };
    limit.signal.addEventListener('abort', stop);
    try {
      // A signal tells of its end only once, and that may have been before.
      limit.signal.throwIfAborted();
      await Promise.all(Object.entries(files).map(([name, path]) => symlink(resolve(path), directory.file(name))));
      program.input.end();
      await program.ended;
    } finally {
      limit.signal.removeEventListener('abort', stop);
      this.stop();
    }
  }

  stop(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.parts.aborter.abort();
  }

  private async watch(): Promise<void> {
    const { program, directory } = this.parts;
    await program.ended.catch(() => undefined);
    this.isGone = true;
    clearTimeout(this.timer);
    // What is left of it goes with the directories of dead processes.
    await directory[Symbol.asyncDispose]().catch(() => undefined);
  }
}
