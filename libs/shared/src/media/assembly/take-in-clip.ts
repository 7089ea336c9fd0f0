import { link, symlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { inspectVideo } from '../inspect-video';
import { readTrackOf } from '../mp4/read-tracks';
import type { VideoFacts } from '../video-facts';
import { countFrames, findDifferences, startOf, type ArrivedClip } from './arrived-clip';
import type { Workbench } from './workbench';

export interface ClipToTakeIn {
  n: number;
  path: string;
  /** Read from the file when left out. */
  facts?: VideoFacts | undefined;
  /** Its sound as bare samples, in step with its picture; decoded from the clip when left out. */
  samplesPath?: string | undefined;
}

/** All that can be told of a clip by itself: above all whether its frames can be copied. Its sound is still to be made. */
export async function takeInClip(bench: Workbench, clip: ClipToTakeIn): Promise<ArrivedClip> {
  const path = await keep(bench, clip.path, `clip-${clip.n}.mp4`);
  const picture = await readTrackOf(path, 'vide').catch(() => null);
  const startSeconds = picture ? startOf(picture) : 0;
  const facts = clip.facts ?? (await inspectVideo(bench.runner, path, bench.signal));
  const counted = countFrames(facts, bench.target);
  const track = picture && findDifferences(facts, picture, bench.target).length === 0 ? picture : null;
  return { n: clip.n, path, facts, frames: track?.samples.length ?? counted, startSeconds, track, soundPath: null };
}

// The caller's file may go; a second name for the same bytes costs nothing.
async function keep({ directory }: Workbench, path: string, name: string): Promise<string> {
  const kept = directory.file(name);
  await link(path, kept).catch(async () => symlink(resolve(path), kept));
  return kept;
}
