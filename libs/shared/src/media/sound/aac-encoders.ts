import { availableParallelism, tmpdir } from 'node:os';
import { toAbortError } from '@shared/errors/abort-error';
import { AppError } from '@shared/errors/app-error';
import { Turns } from '@shared/lifecycle/turns';
import { CHANNELS } from '../film-target';
import { CHECK_LIMITS, type FfmpegRunner, type OpenProgram } from '../run-ffmpeg';
import { TimeLimit } from '../time-limit';
import { AdtsReader } from './adts';
import { buildEncodeArguments } from './sound-arguments';
import { PACKET_SAMPLES } from './sound-cells';

/** Silence behind an answer: what the program reads at once (four packets in ffmpeg 8), and what its coder looks ahead. */
const FLUSH_PACKETS = 8;
/** An hour of sound; then a fresh one takes over, far from the processor time that a program may take. */
const MOST_PACKETS = 170_000;
const TIMEOUT_MS = 120_000;

/**
 * Encodes sound as AAC, for as many films as there are: the start of a program takes longer than the sound of a scene, so those that
 * were started stay. Pieces go through one one after the other, each behind a packet of silence: its first packet is as if nothing had
 * been before.
 */
export class AacEncoders implements AsyncDisposable {
  private readonly turns: Turns;
  private idle: AacEncoder[] = [];
  private isClosed = false;
  /** The second, which is started with the first; null when it is in use. */
  private spare: Promise<AacEncoder> | null | undefined;

  constructor(
    private readonly runner: FfmpegRunner,
    private readonly atOnce = availableParallelism(),
  ) {
    this.turns = new Turns(atOnce);
  }

  /**
   * Of each piece (stereo samples, whole packets) one packet more than it has: packet p gives, with the one before it, the
   * samples from (p - 1) * 1024 on. FFMPEG_FAILED when the program ends or takes longer than two minutes.
   */
  encode(pieces: readonly Int16Array[], signal: AbortSignal): Promise<Buffer[][]> {
    return this.turns.take(async () => {
      if (signal.aborted) throw toAbortError(signal);
      const encoder = this.takeIdle() ?? (await this.start());
      try {
        return await encoder.encode(pieces, signal);
      } finally {
        if (this.isClosed || encoder.isSpent) encoder.stop();
        else this.idle.push(encoder);
      }
    });
  }

  /** Ends those that are idle; one that is at work ends with its work. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true;
    const spare = await this.spare?.catch(() => null);
    const unused = spare ? [spare, ...this.idle] : this.idle;
    for (const encoder of unused) encoder.stop();
    await Promise.all(unused.map(({ left }) => left));
  }

  private takeIdle(): AacEncoder | undefined {
    this.idle = this.idle.filter(({ isGone }) => !isGone);
    return this.idle.pop();
  }

  // A second comes with the first: where many clips land in one moment both are wanted, and there is no time for a start.
  private async start(): Promise<AacEncoder> {
    const { spare } = this;
    this.spare = null;
    if (spare === undefined && this.atOnce > 1 && !this.isClosed) {
      this.spare = AacEncoder.start(this.runner);
      this.spare.catch(() => undefined);
    }
    const started = await spare?.catch(() => null);
    return started && !started.isGone ? started : AacEncoder.start(this.runner);
  }
}

/** Packets that are still to come, by their number since the program began. */
interface Awaited {
  places: { first: number; end: number }[];
  packets: Buffer[][];
  done: PromiseWithResolvers<Buffer[][]>;
}

class AacEncoder {
  /** Whether it is of no use any more. */
  isGone = false;
  /** Resolves when the program has ended, in whatever way. */
  readonly left: Promise<void>;
  private readonly reader = new AdtsReader();
  private fed = 0;
  private come = 0;
  private awaited: Awaited | null = null;

  static async start(runner: FfmpegRunner): Promise<AacEncoder> {
    const stop = new AbortController();
    const options = { cwd: tmpdir(), limits: CHECK_LIMITS, signal: stop.signal };
    return new AacEncoder(await runner.open(buildEncodeArguments(), options), stop);
  }

  private constructor(
    private readonly program: OpenProgram,
    private readonly aborter: AbortController,
  ) {
    program.output.on('data', (chunk: Buffer) => {
      this.takeIn(chunk);
    });
    this.left = this.watch(program.ended);
  }

  get isSpent(): boolean {
    return this.fed > MOST_PACKETS;
  }

  /** One call at a time. */
  async encode(pieces: readonly Int16Array[], signal: AbortSignal): Promise<Buffer[][]> {
    if (signal.aborted) throw toAbortError(signal);
    using limit = new TimeLimit(TIMEOUT_MS, signal);
    // The rest of an answer that nobody waits for would come ahead of the next.
    const stop = (): void => {
      const late = new AppError('FFMPEG_FAILED', `The encoder of AAC took longer than ${TIMEOUT_MS} ms`);
      this.stop(limit.isOver ? late : toAbortError(signal));
    };
    limit.signal.addEventListener('abort', stop);
    try {
      return await this.ask(pieces);
    } finally {
      limit.signal.removeEventListener('abort', stop);
    }
  }

  stop(reason?: unknown): void {
    this.isGone = true;
    this.aborter.abort(reason);
  }

  private ask(pieces: readonly Int16Array[]): Promise<Buffer[][]> {
    const done = Promise.withResolvers<Buffer[][]>();
    const places = pieces.map((piece) => {
      const first = this.fed + 1;
      this.fed += 1 + piece.length / CHANNELS / PACKET_SAMPLES;
      return { first, end: this.fed + 1 };
    });
    this.fed += FLUSH_PACKETS;
    this.awaited = { places, packets: places.map(() => []), done };
    if (this.isGone) done.reject(hasEnded());
    for (const piece of pieces) this.write(silence(1), piece);
    this.write(silence(FLUSH_PACKETS));
    return done.promise;
  }

  private write(...pieces: readonly Int16Array[]): void {
    for (const { buffer, byteOffset, byteLength } of pieces)
      this.program.input.write(new Uint8Array(buffer, byteOffset, byteLength));
  }

  private takeIn(chunk: Buffer): void {
    try {
      for (const packet of this.reader.read(chunk)) this.give(packet, this.come++);
    } catch (error) {
      this.stop(error);
    }
  }

  private give(packet: Buffer, number: number): void {
    if (!this.awaited) return;
    const { places, packets, done } = this.awaited;
    const index = places.findIndex(({ first, end }) => first <= number && number < end);
    packets[index]?.push(packet);
    if (number + 1 < (places.at(-1)?.end ?? 0)) return;
    this.awaited = null;
    done.resolve(packets);
  }

  private async watch(ended: Promise<void>): Promise<void> {
    try {
      await ended;
      throw hasEnded();
    } catch (error) {
      this.isGone = true;
      this.awaited?.done.reject(error);
    }
  }
}

function hasEnded(): AppError {
  return new AppError('FFMPEG_FAILED', 'The encoder of AAC has ended');
}

function silence(packets: number): Int16Array {
  return new Int16Array(packets * PACKET_SAMPLES * CHANNELS);
}
