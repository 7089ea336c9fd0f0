import { AppError } from '@shared/errors/app-error';
import { FileWindow } from './mp4/file-window';
import { pictureOf, readMovie } from './mp4/read-tracks';
import { probeVideo } from './probe-media';
import { readOrdinaryFacts } from './read-ordinary-facts';
import type { FfmpegRunner } from './run-ffmpeg';
import type { Mp4Movie, Mp4Track } from './mp4/track';
import type { VideoFacts } from './video-facts';

const MOST_EDITS = 64;

export interface InspectedVideo {
  facts: VideoFacts;
  /** As the header tells of it; null where we cannot read that. */
  picture: Mp4Track | null;
}

/** What a file is, without decoding it; a program is started only where the file is an odd one. MEDIA_INVALID when it is no video. */
export async function inspectVideo(runner: FfmpegRunner, path: string, signal?: AbortSignal): Promise<InspectedVideo> {
  await using file = await FileWindow.open(path);
  return await inspectOpenVideo(runner, file, signal);
}

export async function inspectOpenVideo(
  runner: FfmpegRunner,
  file: FileWindow,
  signal?: AbortSignal,
): Promise<InspectedVideo> {
  // What we cannot read is left to the program.
  const movie = await readMovie(file).catch(() => null);
  if (!movie) return { facts: await probeVideo(runner, file.path, signal), picture: null };
  throwOnEdits(movie);
  const facts = await readOrdinaryFacts(movie, file).catch(() => null);
  return { facts: facts ?? (await probeVideo(runner, file.path, signal)), picture: pictureOf(movie) };
}

// A list of a million edits makes a program walk through the file a million times.
function throwOnEdits({ tracks }: Mp4Movie): void {
  const edits = Math.max(0, ...tracks.map((track) => track.edits.length));
  if (edits > MOST_EDITS)
    throw new AppError('MEDIA_INVALID', `The file has ${edits} edits, at most ${MOST_EDITS} are taken`);
}
