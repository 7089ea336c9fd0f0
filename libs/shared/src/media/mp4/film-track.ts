import type { Mp4Sample } from './track';

/** A sample of a film in the making: where its bytes are now, and how it stands in the new file. */
export interface FilmSample extends Mp4Sample {
  path: string;
  /** Which of the descriptions of the track; from 1, as in the file. */
  description: number;
  /** Bytes that go before it: parameter sets that differ from those of the description. */
  prefix?: Buffer;
}

export interface FilmTrack {
  handler: 'vide' | 'soun' | 'sbtl';
  timescale: number;
  descriptions: Buffer[];
  samples: FilmSample[];
  /** What players skip at its start, in units of the track: reordering of frames, priming of AAC. */
  skip: number;
  /** How long it is shown, in units of the track. */
  length: number;
  size: { width: number; height: number };
}

export function bytesOf({ bytes, prefix }: FilmSample): number {
  return bytes + (prefix?.length ?? 0);
}
