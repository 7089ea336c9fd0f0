import { AppError } from '@shared/errors/app-error';
import { CHANNELS } from '../film-target';
import { readTrackOf } from '../mp4/read-tracks';
import type { Mp4Sample } from '../mp4/track';
import type { PrivateDirectory } from '../private-directory';
import type { FfmpegRunner } from '../run-ffmpeg';
import { buildEncodeArguments } from './sound-arguments';
import { PACKET_SAMPLES, type SoundCell, type Window } from './sound-cells';

export interface EncodedCell {
  path: string;
  /** The entry of `stsd` that tells a player how to decode it. */
  description: Buffer;
  packets: Mp4Sample[];
}

export interface SoundRun {
  /** One after the other, without a gap. */
  cells: readonly SoundCell[];
  window: Window;
  /** What is heard in `window`, from `encodeFrom` on: whole packets. */
  mix: () => Promise<Float32Array>;
}

export interface EncoderParts {
  runner: FfmpegRunner;
  directory: PrivateDirectory;
  /** Ends it, whether it works or stands by. */
  signal: AbortSignal;
}

/**
 * Encodes runs of neighbouring cells by one program, which is started at once and stands by: its start takes longer than its work. All
 * runs go through it one after the other, each behind a packet of silence: so the first packets of a film are as if nothing had been
 * before. Packets fit to those of any other run: all lie on one grid from the film's beginning.
 */
export class CellEncoder {
  private readonly samples = Promise.withResolvers<readonly Float32Array[]>();
  private readonly ended: Promise<void>;
  private readonly path: string;
  /** Whether its program has ended: then it is of no use any more. */
  isGone = false;

  /** `name`: one that no other file in the directory begins with. */
  constructor({ runner, directory, signal }: EncoderParts, name: string) {
    const outputFile = `${name}.m4a`;
    this.path = directory.file(outputFile);
    const input = this.samples.promise.then((pieces) => pieces.map(toBytes));
    this.ended = runner.ffmpeg(buildEncodeArguments(outputFile), { cwd: directory.path, signal, input });
    const leave = (): void => {
      this.isGone = true;
    };
    this.ended.then(leave, leave);
  }

  /** Once. In the order of the runs. */
  async encode(runs: readonly SoundRun[]): Promise<EncodedCell[]> {
    const pieces = await this.mixAll(runs);
    this.samples.resolve(pieces.flatMap((piece) => [SILENCE, piece]));
    await this.ended;
    const { descriptions, samples: packets } = await readTrackOf(this.path, 'soun');
    const lengths = pieces.map((piece) => 1 + piece.length / CHANNELS / PACKET_SAMPLES);
    throwUnlessOnGrid(packets.length, lengths);
    let next = 0;
    return runs.flatMap(({ cells, window }, index) => {
      const origin = next + 1 - window.encodeFrom / PACKET_SAMPLES;
      next += lengths[index] ?? 0;
      return cells.map(({ first, end }) => ({
        path: this.path,
        description: descriptions[0] ?? Buffer.alloc(0),
        packets: packets.slice(origin + first, origin + end),
      }));
    });
  }

  private async mixAll(runs: readonly SoundRun[]): Promise<Float32Array[]> {
    try {
      const pieces: Float32Array[] = [];
      for (const { mix } of runs) pieces.push(await mix());
      return pieces;
    } catch (error) {
      this.samples.reject(error);
      throw error;
    }
  }
}

const SILENCE = new Float32Array(PACKET_SAMPLES * CHANNELS);

function toBytes({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

// The grid stands on two facts of ffmpeg's AAC encoder: packets of 1024 samples, and one packet of them ahead of the sound.
function throwUnlessOnGrid(packets: number, lengths: readonly number[]): void {
  const expected = lengths.reduce((sum, length) => sum + length, 1);
  if (packets === expected) return;
  throw new AppError(
    'FFMPEG_FAILED',
    `AAC of ${expected - 1} packets of sound has ${packets} packets, not ${expected}`,
    {
      retryable: false,
    },
  );
}
