import { AppError } from '@shared/errors/app-error';
import { readMovie } from './mp4/read-tracks';
import { probeVideo } from './probe-media';
import { readOrdinaryFacts } from './read-ordinary-facts';
import type { FfmpegRunner } from './run-ffmpeg';
import type { Mp4Movie } from './mp4/track';
import type { VideoFacts } from './video-facts';

const MOST_EDITS = 64;

/** What a file is, without decoding it; a program is started only where the file is an odd one. MEDIA_INVALID when it is no video. */
export async function inspectVideo(runner: FfmpegRunner, path: string, signal?: AbortSignal): Promise<VideoFacts> {
  // What we cannot read is left to the program.
  const movie = await readMovie(path).catch(() => null);
  if (!movie) return probeVideo(runner, path, signal);
  throwOnEdits(movie);
  const facts = await readOrdinaryFacts(movie).catch(() => null);
  return facts ?? probeVideo(runner, path, signal);
}

// A list of a million edits makes a program walk through the file a million times.
function throwOnEdits({ tracks }: Mp4Movie): void {
  const edits = Math.max(0, ...tracks.map((track) => track.edits.length));
  if (edits > MOST_EDITS)
    throw new AppError('MEDIA_INVALID', `The file has ${edits} edits, at most ${MOST_EDITS} are taken`);
}
