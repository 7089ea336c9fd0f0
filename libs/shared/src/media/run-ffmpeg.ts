import { constants, setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { execa, type Result } from 'execa';
import { toAbortError } from '@shared/errors/abort-error';
import { AppError } from '@shared/errors/app-error';
import { confine, type Confinement, findConfinement, isNotStarted, type RunLimits } from './confinement';
import type { MediaTools } from './media-tools';
import { TailOfText } from './tail-of-text';
import { TimeLimit } from './time-limit';

const TIMEOUT_MS = 120_000;
const MAX_STDOUT_BYTES = 4 * 1024 * 1024;
// No variable of ours reaches the program: the environment of a service holds keys.
const SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin';

export interface RunOptions {
  /** A private directory; the only place where the program may write. */
  cwd: string;
  /** Default 120 s; then the whole process group is killed. */
  timeoutMs?: number;
  /** Default: the time on four processors, files of 8 GiB, 2 GiB of memory. */
  limits?: Partial<RunLimits>;
  /** Whether it leaves most of a busy machine to others. */
  yields?: boolean;
  signal?: AbortSignal;
}

/** A program that is fed, and answers, until its input is ended. */
export interface OpenProgram {
  input: Writable;
  output: Readable;
  /** FFMPEG_FAILED where it ends by a fault. */
  ended: Promise<void>;
}

const GIB = 1024 ** 3;
/** For a file of which nothing is known yet. */
export const CHECK_LIMITS: Partial<RunLimits> = { memoryBytes: GIB / 2, fileBytes: 0 };
/** The same where its sound is written: ten minutes of it. */
export const SOUND_LIMITS: Partial<RunLimits> = { ...CHECK_LIMITS, fileBytes: GIB / 8 };

/** The only way in which a media program is started. */
export class FfmpegRunner {
  private confinement: Promise<Confinement> | undefined;

  constructor(private readonly tools: MediaTools) {}

  async ffmpeg(args: readonly string[], options: RunOptions): Promise<void> {
    await run([this.tools.ffmpegPath, ...args], options, await this.confine());
  }

  /** What ffprobe wrote to its standard output. */
  async ffprobe(args: readonly string[], options: RunOptions): Promise<string> {
    return run([this.tools.ffprobePath, ...args], options, await this.confine());
  }

  /** Starts one to talk to. How long it may take for an answer is for its user to say, and to stop it by `signal`. */
  async open(args: readonly string[], options: Omit<RunOptions, 'timeoutMs'>): Promise<OpenProgram> {
    return open([this.tools.ffmpegPath, ...args], options, await this.confine());
  }

  private confine(): Promise<Confinement> {
    return (this.confinement ??= findConfinement(SEARCH_PATH));
  }
}

async function run(command: readonly string[], options: RunOptions, confinement: Confinement): Promise<string> {
  const { signal } = options;
  if (signal?.aborted) throw toAbortError(signal);
  const [program = '', ...args] = confine(command, toLimits(options), confinement);
  using limit = new TimeLimit(options.timeoutMs ?? TIMEOUT_MS, signal);
  const subprocess = execa(program, args, {
    ...toExecaOptions(options.cwd, limit.signal),
    stdin: 'ignore',
    buffer: { stdout: true, stderr: false },
    maxBuffer: MAX_STDOUT_BYTES,
  });
  if (options.yields) letOthersGoFirst(subprocess.pid);
  const stderr = tailOf(subprocess.stderr);
  const result = await subprocess;
  if (signal?.aborted) throw toAbortError(signal);
  if (result.failed) throw toFfmpegError(command, { result, stderr: stderr.lines(), isLate: limit.isOver }, options);
  return result.stdout;
}

function open(command: readonly string[], options: RunOptions, confinement: Confinement): OpenProgram {
  const { signal } = options;
  if (signal?.aborted) throw toAbortError(signal);
  const [program = '', ...args] = confine(command, toLimits(options), confinement);
  const subprocess = execa(program, args, { ...toExecaOptions(options.cwd, signal), stdin: 'pipe', buffer: false });
  const stderr = tailOf(subprocess.stderr);
  // What a program that has ended does not read any more is told by how it ended.
  subprocess.stdin.on('error', () => undefined);
  const end = async (): Promise<void> => {
    const result = await subprocess;
    if (signal?.aborted) throw toAbortError(signal);
    if (result.failed) throw toFfmpegError(command, { result, stderr: stderr.lines(), isLate: false }, options);
  };
  return { input: subprocess.stdin, output: subprocess.stdout, ended: end() };
}

function letOthersGoFirst(pid?: number): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system allows no such thing: then it takes its share.
  }
}

function tailOf(stderr: Readable): TailOfText {
  const tail = new TailOfText();
  stderr.on('data', (chunk: Buffer) => {
    tail.add(chunk);
  });
  return tail;
}

function toLimits({ timeoutMs = TIMEOUT_MS, limits }: RunOptions): RunLimits {
  return { cpuSeconds: (timeoutMs * 4) / 1000, fileBytes: 8 * GIB, memoryBytes: 2 * GIB, ...limits };
}

// A media program keeps nothing that a polite stop would save, so it is killed outright, with all that it started.
function toExecaOptions(cwd: string, cancelSignal?: AbortSignal) {
  return {
    cwd,
    ...(cancelSignal && { cancelSignal }),
    killSignal: 'SIGKILL',
    killDescendants: true,
    extendEnv: false,
    // Each thread would otherwise reserve memory of its own, used or not.
    env: { PATH: SEARCH_PATH, HOME: cwd, LC_ALL: 'C', MALLOC_ARENA_MAX: '2' },
    stdout: 'pipe',
    stderr: 'pipe',
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
