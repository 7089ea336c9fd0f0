import type { FilmTarget } from '../film-target';
import type { PrivateDirectory } from '../private-directory';
import type { FfmpegRunner } from '../run-ffmpeg';
import type { Turns } from './turns';

/** What every piece of work on one film needs. */
export interface Workbench {
  runner: FfmpegRunner;
  directory: PrivateDirectory;
  target: FilmTarget;
  turns: Turns;
  /** Ends all work when the film is given up. */
  signal: AbortSignal;
}
