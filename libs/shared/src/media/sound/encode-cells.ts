import { rm, writeFile } from 'node:fs/promises';
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
  /** What is heard from `window.encodeFrom` on. */
  mix: () => Promise<Float32Array>;
}

export interface EncodeRuns {
  runner: FfmpegRunner;
  directory: PrivateDirectory;
  /** A name that no other file in the directory begins with. */
  name: string;
  runs: readonly SoundRun[];
  signal?: AbortSignal | undefined;
}

/**
 * Encodes runs of neighbouring cells, all by one program. Packets fit to those of any other run: all lie on one grid from the film's
 * beginning. In the order of the runs.
 */
export async function encodeRuns({ runner, directory, name, runs, signal }: EncodeRuns): Promise<EncodedCell[]> {
  const files = runs.map((_, index) => ({ inputFile: `${name}-${index}.f32`, outputFile: `${name}-${index}.m4a` }));
  const lengths: number[] = [];
  for (const [index, { mix }] of runs.entries()) {
    const heard = await mix();
    lengths.push(heard.length / CHANNELS);
    await writeFile(directory.file(files[index]?.inputFile ?? ''), heard);
  }
  await runner.ffmpeg(buildEncodeArguments(files), { cwd: directory.path, signal });
  const encoded = await Promise.all(
    files.map(async ({ inputFile, outputFile }, index) => {
      await rm(directory.file(inputFile));
      const run = runs[index];
      return run ? readRun(directory.file(outputFile), run, lengths[index] ?? 0) : [];
    }),
  );
  return encoded.flat();
}

async function readRun(path: string, { cells, window }: SoundRun, length: number): Promise<EncodedCell[]> {
  const { descriptions, samples } = await readTrackOf(path, 'soun');
  throwUnlessOnGrid(samples.length, length);
  const origin = window.encodeFrom / PACKET_SAMPLES;
  return cells.map(({ first, end }) => ({
    path,
    description: descriptions[0] ?? Buffer.alloc(0),
    packets: samples.slice(first - origin, end - origin),
  }));
}

// The grid stands on two facts of ffmpeg's AAC encoder: packets of 1024 samples, and one packet of them ahead of the sound.
function throwUnlessOnGrid(packets: number, samples: number): void {
  const expected = Math.ceil(samples / PACKET_SAMPLES) + 1;
  if (packets === expected) return;
  throw new AppError('FFMPEG_FAILED', `AAC of ${samples} samples has ${packets} packets, not ${expected}`, {
    retryable: false,
  });
}
