import { stat, symlink, truncate } from 'node:fs/promises';
import { CHANNELS, SAMPLE_RATE } from './film-target';
import { PrivateDirectory } from './private-directory';
import { buildReadLaterArguments } from './read-through-arguments';
import { type FfmpegRunner, type OpenProgram, SOUND_LIMITS } from './run-ffmpeg';
import type { SamplesFile } from './sound/sound-arguments';
import { TimeLimit } from './time-limit';

export interface ClipToReadNow {
  path: string;
  sound: SamplesFile;
  signal?: AbortSignal | undefined;
}

/** Whatever takes longer is read by a program of its own, which has all the time that a clip may take. */
const TIMEOUT_MS = 20_000;

const CLIP = 'clip.mp4';
/** Of clips of any length that a provider makes. */
const SOUND = { startSeconds: 0, seconds: 60, outputFile: 'sound.s16' };
const BYTES_PER_SAMPLE = 2 * CHANNELS;

/**
 * A program that was started before its clip was there: linked, and waiting for the end of its input to open a name in a directory of its
 * own. It reads one clip.
 */
export class ReadyReader {
  /** Whether it is of no use any more. */
  isGone = false;
  /** Resolves when the program has ended, in whatever way, and its directory is gone. */
  readonly left: Promise<void>;
  private readonly aborter: AbortController;
  private readonly timer: NodeJS.Timeout;

  /** It ends by itself where nobody wants it for `idleMs`. */
  static async start(runner: FfmpegRunner, idleMs: number): Promise<ReadyReader> {
    const directory = await PrivateDirectory.create();
    try {
      const stop = new AbortController();
      const options = { cwd: directory.path, limits: SOUND_LIMITS, signal: stop.signal };
      const program = await runner.open(buildReadLaterArguments({ path: CLIP, sound: SOUND }), options);
      return new ReadyReader(program, directory, { stop, idleMs });
    } catch (error) {
      await directory[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Whether it was told to write just this, its length apart. */
  static canWrite({ startSeconds, seconds }: SamplesFile): boolean {
    return startSeconds === SOUND.startSeconds && seconds <= SOUND.seconds;
  }

  private constructor(
    private readonly program: OpenProgram,
    private readonly directory: PrivateDirectory,
    { stop, idleMs }: { stop: AbortController; idleMs: number },
  ) {
    this.aborter = stop;
    this.timer = setTimeout(() => {
      this.stop();
    }, idleMs).unref();
    this.left = this.watch();
  }

  /** Throws at the first fault of the clip or its own. */
  async read({ path, sound, signal }: ClipToReadNow): Promise<void> {
    clearTimeout(this.timer);
    using limit = new TimeLimit(TIMEOUT_MS, signal);
    const stop = (): void => {
      this.stop();
    };
    limit.signal.addEventListener('abort', stop);
    try {
      await Promise.all([this.link(CLIP, path), this.link(SOUND.outputFile, sound.outputFile)]);
      this.program.input.end();
      await this.program.ended;
      await shorten(sound);
    } finally {
      limit.signal.removeEventListener('abort', stop);
      this.stop();
    }
  }

  stop(): void {
    this.isGone = true;
    this.aborter.abort();
  }

  private link(name: string, path: string): Promise<void> {
    return symlink(path, this.directory.file(name));
  }

  private async watch(): Promise<void> {
    await this.program.ended.catch(() => undefined);
    this.isGone = true;
    clearTimeout(this.timer);
    // What is left of it goes with the directories of dead processes.
    await this.directory[Symbol.asyncDispose]().catch(() => undefined);
  }
}

// No more than was asked for: the program was started before that was known.
async function shorten({ seconds, outputFile }: SamplesFile): Promise<void> {
  const most = Math.round(seconds * SAMPLE_RATE) * BYTES_PER_SAMPLE;
  const { size } = await stat(outputFile);
  if (size > most) await truncate(outputFile, most);
}
