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

export interface EncodeCells {
  runner: FfmpegRunner;
  directory: PrivateDirectory;
  /** A name that no other file in the directory has. */
  name: string;
  /** One after the other, without a gap. */
  cells: readonly SoundCell[];
  window: Window;
  /** What is heard from `window.encodeFrom` on. */
  mix: Float32Array;
  signal?: AbortSignal | undefined;
}

/** Encodes neighbouring cells in one go. Packets fit to those of any other run: all lie on one grid from the film's beginning. */
export async function encodeCells(request: EncodeCells): Promise<EncodedCell[]> {
  const { runner, directory, name, cells, window, mix, signal } = request;
  const [inputFile, outputFile] = [`${name}.f32`, `${name}.m4a`];
  await writeFile(directory.file(inputFile), mix);
  await runner.ffmpeg(buildEncodeArguments({ inputFile, outputFile }), { cwd: directory.path, signal });
  await rm(directory.file(inputFile));
  const { path, descriptions, samples } = await readTrackOf(directory.file(outputFile), 'soun');
  throwUnlessOnGrid(samples.length, mix.length / CHANNELS);
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
