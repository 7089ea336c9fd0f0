import type { Writable } from 'node:stream';
import { execa, type Result } from 'execa';
import { toAbortError } from '@shared/errors/abort-error';
import { AppError } from '@shared/errors/app-error';
import { confine, type Confinement, findConfinement, isNotStarted, type RunLimits } from './confinement';
import type { MediaTools } from './media-tools';
import { TailOfText } from './tail-of-text';

const TIMEOUT_MS = 120_000;
const MAX_STDOUT_BYTES = 4 * 1024 * 1024;
// No variable of ours reaches the program: the environment of a service holds keys.
const SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin';

export interface RunOptions {
  /** A private directory; the only place where the program may write. */
  cwd: string;
  /** Default 120 s, from the moment when its input is there; then the whole process group is killed. */
  timeoutMs?: number;
  /** What it reads from its standard input. It is started at once, and stands by until that is there. */
  input?: Promise<readonly Uint8Array[]>;
  /** Default: the time on four processors, files of 8 GiB, 2 GiB of memory. */
  limits?: Partial<RunLimits>;
  signal?: AbortSignal;
}

const GIB = 1024 ** 3;
/** For a file of which nothing is known yet. */
export const CHECK_LIMITS: Partial<RunLimits> = { memoryBytes: GIB / 2, fileBytes: 0 };

/** The only way in which a media program is started. */
export class FfmpegRunner {
  private confinement: Promise<Confinement> | undefined;

  constructor(private readonly tools: MediaTools) {}

  async ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    await this.run(this.tools.ffmpegPath, args, options);
  }

  /** What ffprobe wrote to its standard output. */
  async ffprobe(args: readonly string[], options: RunOptions): Promise<string> {
    return this.run(this.tools.ffprobePath, args, options);
  }

  private async run(program: string, args: readonly string[], options: RunOptions): Promise<string> {
    // Whether or not a program ever waits for it: what becomes of the program is the answer.
    options.input?.catch(() => undefined);
    this.confinement ??= findConfinement(SEARCH_PATH);
    return run([program, ...args], options, await this.confinement);
  }
}

async function run(command: readonly string[], options: RunOptions, confinement: Confinement): Promise<string> {
  const { signal, input } = options;
  if (signal?.aborted) throw toAbortError(signal);
  const [program = '', ...args] = confine(command, toLimits(options), confinement);
  using limit = new TimeLimit(options);
  const subprocess = execa(program, args, toExecaOptions(options, limit.signal));
  const stderr = new TailOfText();
  subprocess.stderr.on('data', (chunk: Buffer) => {
    stderr.add(chunk);
  });
  if (input && subprocess.stdin) feed(input, subprocess.stdin);
  const result = await subprocess;
  if (signal?.aborted) throw toAbortError(signal);
  if (result.failed) throw toFfmpegError(command, { result, stderr: stderr.lines(), isLate: limit.isOver }, options);
  return result.stdout;
}

/** Ends a program that takes too long; while it stands by, it may. */
class TimeLimit implements Disposable {
  readonly signal: AbortSignal;
  isOver = false;
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private isDisposed = false;

  constructor({ timeoutMs = TIMEOUT_MS, signal, input }: RunOptions) {
    this.signal = signal ? AbortSignal.any([signal, this.controller.signal]) : this.controller.signal;
    if (input) void this.beginWith(input, timeoutMs);
    else this.begin(timeoutMs);
  }

  [Symbol.dispose](): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
  }

  private async beginWith(input: Promise<unknown>, timeoutMs: number): Promise<void> {
    try {
      await input;
      this.begin(timeoutMs);
    } catch (error) {
      this.controller.abort(error);
    }
  }

  private begin(timeoutMs: number): void {
    if (this.isDisposed) return;
    this.timer = setTimeout(() => {
      this.isOver = true;
      this.controller.abort();
    }, timeoutMs);
  }
}

function feed(input: Promise<readonly Uint8Array[]>, stdin: Writable): void {
  // What a program that has ended does not read any more is told by how it ended.
  stdin.on('error', () => undefined);
  const write = async (): Promise<void> => {
    for (const chunk of await input) stdin.write(chunk);
    stdin.end();
  };
  write().catch(() => undefined);
}

function toLimits({ timeoutMs = TIMEOUT_MS, limits }: RunOptions): RunLimits {
  return { cpuSeconds: (timeoutMs * 4) / 1000, fileBytes: 8 * GIB, memoryBytes: 2 * GIB, ...limits };
}

// A media program keeps nothing that a polite stop would save, so it is killed outright, with all that it started.
function toExecaOptions({ cwd, input }: RunOptions, cancelSignal: AbortSignal) {
  return {
    cwd,
    cancelSignal,
    killSignal: 'SIGKILL',
    killDescendants: true,
    extendEnv: false,
    // Each thread would otherwise reserve memory of its own, used or not.
    env: { PATH: SEARCH_PATH, HOME: cwd, LC_ALL: 'C', MALLOC_ARENA_MAX: '2' },
    stdin: input ? 'pipe' : 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: { stdout: true, stderr: false },
    maxBuffer: MAX_STDOUT_BYTES,
    reject: false,
  } as const;
}

interface Ended {
  result: Result;
  stderr: string[];
  isLate: boolean;
}

function toFfmpegError(command: readonly string[], ended: Ended, options: RunOptions): AppError {
  const { result, stderr } = ended;
  const details = {
    command: command.join(' '),
    exitCode: isNotStarted(result.exitCode) ? null : (result.exitCode ?? null),
    signal: result.signal ?? null,
    stderr,
  };
  return new AppError('FFMPEG_FAILED', `${command[0] ?? ''} ${describeEnd(ended, options)}`, {
    details,
    cause: result.cause,
  });
}

function describeEnd({ result, isLate }: Ended, { timeoutMs = TIMEOUT_MS }: RunOptions): string {
  if (isLate) return `was stopped: it ran longer than ${timeoutMs} ms`;
  if (result.isMaxBuffer) return `was stopped: it wrote more than ${MAX_STDOUT_BYTES} bytes to its standard output`;
  if (isNotStarted(result.exitCode)) return 'could not be started: there is no such program';
  if (result.signal) return `was killed by ${result.signal}`;
  if (result.exitCode !== undefined) return `ended with exit code ${result.exitCode}`;
  return `could not be started: ${result.originalMessage ?? 'no reason given'}`;
}
