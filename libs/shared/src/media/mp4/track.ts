/** One coded frame, packet or caption as it stands in a file. */
export interface Mp4Sample {
  offset: number;
  bytes: number;
  /** In units of the track. */
  duration: number;
  /** From its time of decoding to its time of showing, in units of the track. */
  shift: number;
  isSync: boolean;
}

export interface Mp4Movie {
  bytes: number;
  /** Units in a second of what is said of the whole. */
  timescale: number;
  /** Whether there may be samples that no table of a track tells of. */
  isFragmented: boolean;
  tracks: Mp4Track[];
}

export interface Mp4Track {
  path: string;
  /** `vide`, `soun`, `sbtl` … */
  handler: string;
  /** Units in a second. */
  timescale: number;
  /** The entries of `stsd`, each a whole box. */
  descriptions: Buffer[];
  samples: Mp4Sample[];
  /** As its header says, in units of the track. */
  duration: number;
  /** Whether players are asked to turn or mirror the picture. */
  isTurned: boolean;
  edits: Mp4Edit[];
}

/** What players are asked to show: from `mediaTime` on, in units of the track; -1 is a wait. */
export interface Mp4Edit {
  mediaTime: number;
  /** In units of the movie. */
  duration: number;
}
