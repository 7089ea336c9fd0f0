import type { FilmTarget } from '../film-target';
import type { FilmTimeline, PlannedScene } from '../film-timeline';
import type { MusicPlan } from './prepare-music';

export interface FilmPlan {
  target: FilmTarget;
  /** In the order of the film. */
  scenes: readonly PlannedScene[];
  music?: MusicPlan;
  captions?: {
    /** Whether players can switch them on. Default true. */
    track?: boolean;
    /** Whether they are drawn into the picture. Default false. */
    burnIn?: boolean;
  };
}

export interface FinishedFilm {
  frames: number;
  durationSeconds: number;
  timeline: FilmTimeline;
  /** As side files; null when nothing is said in the film. */
  captions: { srt: string; vtt: string } | null;
}

/** A piece of a film for HTTP Live Streaming: fragmented MP4. */
export interface HlsFragment {
  /** Its place in the list, from 0. */
  index: number;
  /** The scene whose pictures it holds. */
  n: number;
  path: string;
  sha256: string;
  /** What a player reads first; the same for all fragments of the same name. */
  initPath: string;
  initName: string;
  initSha256: string;
  seconds: number;
}
