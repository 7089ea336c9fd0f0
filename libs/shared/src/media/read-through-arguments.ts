import { DECODE_LIMITS, GATE, INPUT_LIMITS, QUIET, toFileUrl } from './ffmpeg-arguments';
import { buildSoundOutput, type SamplesFile } from './sound/sound-arguments';

export interface FileToRead {
  path: string;
  /** Where its sound is written; nowhere when left out. */
  sound?: SamplesFile | undefined;
}

const BEGIN = [...QUIET, '-filter_threads', '1', '-xerror', '-copyts'];

/** Decodes files from end to end; the first fault in any of them ends it. */
export function buildReadThroughArguments(clips: readonly FileToRead[]): string[] {
  // Each thread of a decoder holds pictures of its own, and every thread counts against the memory that the program may take.
  const threads = clips.length === 1 ? 2 : 1;
  const inputs = clips.flatMap(({ path }) => buildInput(path, threads));
  const outputs = clips.flatMap(({ sound }, index) => buildOutputs(index, sound));
  return [...BEGIN, ...inputs, ...outputs];
}

/** The same for one file, which has to be there when standard input is ended, and no sooner. */
export function buildReadLaterArguments({ path, sound }: FileToRead): string[] {
  return [...BEGIN, ...GATE, ...buildInput(path, 1), ...buildOutputs(1, sound)];
}

function buildInput(path: string, threads: number): string[] {
  return ['-threads', String(threads), ...INPUT_LIMITS, ...DECODE_LIMITS, '-i', toFileUrl(path)];
}

// Without `passthrough` a gap of hours between two frames would be filled with copies of the first.
function buildOutputs(input: number, sound?: SamplesFile): string[] {
  const streams = ['-map', `${input}:v:0`, '-map', `${input}:a:0?`];
  return [...streams, '-fps_mode', 'passthrough', '-f', 'null', '-', ...(sound ? buildSoundOutput(input, sound) : [])];
}
