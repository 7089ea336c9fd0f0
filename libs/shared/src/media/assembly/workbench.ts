import type { Turns } from '@shared/lifecycle/turns';
import type { FilmTarget } from '../film-target';
import type { PrivateDirectory } from '../private-directory';
import type { FfmpegRunner } from '../run-ffmpeg';
import type { AacEncoders } from '../sound/aac-encoders';

/** What all films of a process share. */
export interface AssemblyTools {
  runner: FfmpegRunner;
  encoders: AacEncoders;
}

/** What every piece of work on one film needs. */
export interface Workbench extends AssemblyTools {
  directory: PrivateDirectory;
  target: FilmTarget;
  turns: Turns;
  /** Ends all work when the film is given up. */
  signal: AbortSignal;
}
