import { DECODE_LIMITS, INPUT_LIMITS, QUIET, toFileUrl } from './ffmpeg-arguments';
import { buildSoundOutput, type SamplesFile } from './sound/sound-arguments';

export interface FileToRead {
  path: string;
  /** Where its sound is written; nowhere when left out. */
  sound?: SamplesFile | undefined;
}

/** Decodes files from end to end; the first fault in any of them ends it. */
export function buildReadThroughArguments(clips: readonly FileToRead[]): string[] {
  // Each thread of a decoder holds pictures of its own, and every thread counts against the memory that the program may take.
  const threads = clips.length === 1 ? '2' : '1';
  const inputs = clips.flatMap(({ path }) => [
    ...['-threads', threads, ...INPUT_LIMITS, ...DECODE_LIMITS, '-i', toFileUrl(path)],
  ]);
  // Without `passthrough` a gap of hours between two frames would be filled with copies of the first.
  const outputs = clips.flatMap(({ sound }, index) => [
    ...['-map', `${index}:v:0`, '-map', `${index}:a:0?`, '-fps_mode', 'passthrough', '-f', 'null', '-'],
    ...(sound ? buildSoundOutput(index, sound) : []),
  ]);
  return [...QUIET, '-filter_threads', '1', '-xerror', '-copyts', ...inputs, ...outputs];
}
