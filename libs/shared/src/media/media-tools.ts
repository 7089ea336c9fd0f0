/** Which programs do the media work; absolute paths, or names found on the usual search path. */
export interface MediaTools {
  ffmpegPath: string;
  ffprobePath: string;
}
