import { afterAll } from '@jest/globals';
import type { AssemblyTools } from '@shared/media/assembly/workbench';
import { FfmpegRunner } from '@shared/media/run-ffmpeg';
import { AacEncoders } from '@shared/media/sound/aac-encoders';
import { testMediaTools } from './make-clip';

/** Real ones, for all films of a spec file; they end with it. */
export function startAssemblyTools(runner = new FfmpegRunner(testMediaTools)): AssemblyTools {
  const encoders = new AacEncoders(runner);
  afterAll(() => encoders[Symbol.asyncDispose]());
  return { runner, encoders };
}
