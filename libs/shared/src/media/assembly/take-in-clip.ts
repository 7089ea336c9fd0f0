import { link, symlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type InspectedVideo, inspectOpenVideo } from '../inspect-video';
import { FileWindow } from '../mp4/file-window';
import { pictureOf, readMovie } from '../mp4/read-tracks';
import type { VideoFacts } from '../video-facts';
import { countFrames, findDifferences, startOf, type ArrivedClip } from './arrived-clip';
import type { LoadSamples } from './clip-sounds';
import { readStarts } from './read-starts';
import type { Workbench } from './workbench';

export interface ClipToTakeIn {
  n: number;
  path: string;
  /** Read from the file when left out. */
  facts?: VideoFacts | undefined;
  /** Brings its sound as bare samples, in step with its picture; decoded from the clip when left out. */
  loadSamples?: LoadSamples | undefined;
}

/** All that can be told of a clip by itself: above all whether its frames can be copied. Its sound is still to be made. */
export async function takeInClip(bench: Workbench, clip: ClipToTakeIn): Promise<ArrivedClip> {
  const path = await keep(bench, clip.path, `clip-${clip.n}.mp4`);
  await using file = await FileWindow.open(path);
  const { facts, picture } = await inspect(bench, file, clip.facts);
  const counted = countFrames(facts, bench.target);
  const isCopyable = picture && findDifferences(facts, picture, bench.target).length === 0;
  const track = isCopyable ? { ...picture, starts: await readStarts(picture, file) } : null;
  const frames = track?.samples.length ?? counted;
  return { n: clip.n, path, facts, frames, startSeconds: startOf(picture), track, soundPath: null };
}

async function inspect(bench: Workbench, file: FileWindow, facts?: VideoFacts): Promise<InspectedVideo> {
  if (!facts) return inspectOpenVideo(bench.runner, file, bench.signal);
  return { facts, picture: await readMovie(file).then(pictureOf, () => null) };
}

// The caller's file may go; a second name for the same bytes costs nothing.
async function keep({ directory }: Workbench, path: string, name: string): Promise<string> {
  const kept = directory.file(name);
  await link(path, kept).catch(async () => symlink(resolve(path), kept));
  return kept;
}
