import { link, symlink, writeFile, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readTracks } from '../mp4/read-tracks';
import type { Mp4Track } from '../mp4/track';
import { probeVideo, toMediaFault } from '../probe-media';
import { levelSound } from '../sound/level-sound';
import { buildDecodeArguments } from '../sound/sound-arguments';
import type { VideoFacts } from '../video-facts';
import { countFrames, findDifferences, startOf, type ArrivedClip } from './arrived-clip';
import type { ClipEnd } from './clip-end';
import { toPiece } from './picture-arguments';
import type { Workbench } from './workbench';

export interface ClipToTakeIn {
  n: number;
  path: string;
  /** Counted before; read from the file when left out. */
  facts?: VideoFacts | undefined;
  end?: ClipEnd | undefined;
}

/** All of a clip that does not depend on its neighbours: whether its frames can be copied, and its sound, levelled. */
export async function takeInClip(bench: Workbench, clip: ClipToTakeIn): Promise<ArrivedClip> {
  const path = await keep(bench, clip.path, `clip-${clip.n}.mp4`);
  const tracks = await readTracks(path).catch(() => []);
  const picture = tracks.find(({ handler }) => handler === 'vide') ?? null;
  const startSeconds = picture ? startOf(picture) : 0;
  const [facts, soundPath] = await Promise.all([
    clip.facts ?? bench.turns.take(() => probeVideo(bench.runner, path, bench.signal)),
    hasSound(tracks) ? takeInSound(bench, { n: clip.n, path, startSeconds }) : null,
  ]);
  const counted = countFrames(facts, bench.target);
  const track = picture && findDifferences(facts, picture, bench.target).length === 0 ? picture : null;
  const frames = track?.samples.length ?? counted;
  const endFile = await keepEnd(bench, clip, frames);
  return { n: clip.n, path, facts, frames, startSeconds, track, endFile, soundPath };
}

// The caller's file may go; a second name for the same bytes costs nothing.
async function keep({ directory }: Workbench, path: string, name: string): Promise<string> {
  const kept = directory.file(name);
  await link(path, kept).catch(async () => symlink(resolve(path), kept));
  return kept;
}

async function keepEnd(bench: Workbench, { n, end }: ClipToTakeIn, frames: number): Promise<string | null> {
  if (!end) return null;
  const { outputFile } = toPiece(n, { from: end.from, to: frames - 1 }, 'film');
  await keep(bench, end.path, outputFile);
  return outputFile;
}

function hasSound(tracks: readonly Mp4Track[]): boolean {
  return tracks.some(({ handler, samples }) => handler === 'soun' && samples.length > 0);
}

// A scene is at most some seconds; ten minutes of bare samples are 115 MB.
const MAX_SOUND_SECONDS = 600;

async function takeInSound(
  { runner, directory, target, turns, signal }: Workbench,
  { n, path, startSeconds }: { n: number; path: string; startSeconds: number },
): Promise<string> {
  const outputFile = `sound-${n}.s16`;
  const args = buildDecodeArguments({ path, startSeconds, seconds: MAX_SOUND_SECONDS, outputFile });
  try {
    await turns.take(() => runner.ffmpeg(args, { cwd: directory.path, signal }));
  } catch (error) {
    throw toMediaFault(error);
  }
  const bytes = await readFile(directory.file(outputFile));
  levelSound(new Int16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4) * 2), target.loudnessLufs);
  await writeFile(directory.file(outputFile), bytes);
  return directory.file(outputFile);
}
