import { stat, truncate } from 'node:fs/promises';
import { CHANNELS, SAMPLE_RATE } from './film-target';
import type { GatedProgram, GatedWork } from './gated-program';
import { buildReadLaterArguments } from './read-through-arguments';
import { SOUND_LIMITS } from './run-ffmpeg';
import type { SamplesFile } from './sound/sound-arguments';

export interface ClipToReadNow {
  path: string;
  sound: SamplesFile;
  signal?: AbortSignal | undefined;
}

const CLIP = 'clip.mp4';
/** Of clips of any length that a provider makes. */
const SOUND = { startSeconds: 0, seconds: 60, outputFile: 'sound.s16' };
const BYTES_PER_SAMPLE = 2 * CHANNELS;

/** What a program has to be ready for to read a clip. */
export const CLIP_READING: GatedWork = {
  args: buildReadLaterArguments({ path: CLIP, sound: SOUND }),
  limits: SOUND_LIMITS,
};

/** Whether it was told to write just this, its length apart. */
export function canReadNow({ startSeconds, seconds }: SamplesFile): boolean {
  return startSeconds === SOUND.startSeconds && seconds <= SOUND.seconds;
}

/** By a program that is ready for it. Throws at the first fault of the clip or of the program. */
export async function readClipNow(program: GatedProgram, { path, sound, signal }: ClipToReadNow): Promise<void> {
  await program.work({ [CLIP]: path, [SOUND.outputFile]: sound.outputFile }, signal);
  await shorten(sound);
}

// No more than was asked for: the program was started before that was known.
async function shorten({ seconds, outputFile }: SamplesFile): Promise<void> {
  const most = Math.round(seconds * SAMPLE_RATE) * BYTES_PER_SAMPLE;
  const { size } = await stat(outputFile);
  if (size > most) await truncate(outputFile, most);
}
