import { rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '@shared/errors/app-error';
import { failpoint } from '@shared/failpoints/failpoint';
import { buildConcatArguments, buildConcatList } from './ffmpeg-arguments';
import { findJoinFaults } from './join-faults';
import { chooseJoinTarget, findJoinDifferences } from './join-target';
import { normaliseClip } from './normalise-clip';
import { PrivateDirectory } from './private-directory';
import { probeVideo } from './probe-media';
import type { FfmpegRunner } from './run-ffmpeg';
import type { VideoFacts } from './video-facts';

export interface ClipToJoin {
  path: string;
  /** What `checkClip` said when the clip arrived; probed again when left out. */
  facts?: VideoFacts;
}

export interface JoinClips {
  /** In the order of the film. */
  clips: readonly ClipToJoin[];
  /** Appears only when the film is whole and checked. */
  outputPath: string;
  signal?: AbortSignal;
}

interface Join {
  runner: FfmpegRunner;
  directory: PrivateDirectory;
  signal: AbortSignal | undefined;
}

/** Joins clips by stream copy; a clip that differs from the first is re-encoded to match. MEDIA_INVALID when a frame is lost. */
export async function joinClips(runner: FfmpegRunner, request: JoinClips): Promise<VideoFacts> {
  const { clips, outputPath, signal } = request;
  // Beside the film, so that the last step is a rename.
  await using directory = await PrivateDirectory.create(dirname(resolve(outputPath)));
  const join: Join = { runner, directory, signal };
  const parts = await prepareParts(join, clips);
  const film = await concatParts(join, parts.length);
  throwOnFaults(findJoinFaults(parts, film));
  await rename(directory.file('film.mp4'), outputPath);
  return film;
}

async function prepareParts(join: Join, clips: readonly ClipToJoin[]): Promise<VideoFacts[]> {
  const probed: VideoFacts[] = [];
  for (const { path, facts } of clips) probed.push(facts ?? (await probeVideo(join.runner, path, join.signal)));
  const target = chooseJoinTarget(probed);
  const parts: VideoFacts[] = [];
  for (const [index, { path }] of clips.entries()) {
    const clip = probed[index] ?? target;
    parts.push(await preparePart(join, { path, clip, target, name: partName(index) }));
  }
  return parts;
}

async function preparePart(
  { runner, directory, signal }: Join,
  { path, clip, target, name }: { path: string; clip: VideoFacts; target: VideoFacts; name: string },
): Promise<VideoFacts> {
  const outputPath = directory.file(name);
  if (findJoinDifferences(clip, target).length > 0) {
    return normaliseClip(runner, { path, clip, target, outputPath, cwd: directory.path, signal });
  }
  await symlink(resolve(path), outputPath);
  return clip;
}

async function concatParts({ runner, directory, signal }: Join, count: number): Promise<VideoFacts> {
  const entries = Array.from({ length: count }, (_, index) => ({ file: partName(index) }));
  await writeFile(directory.file('list.ffconcat'), buildConcatList(entries));
  await failpoint('cut.mid-join');
  await runner.ffmpeg(buildConcatArguments('list.ffconcat', 'film.mp4'), { cwd: directory.path, signal });
  return probeVideo(runner, directory.file('film.mp4'), signal);
}

// No name that came from outside ever stands in a concat list.
function partName(index: number): string {
  return `clip-${String(index + 1).padStart(4, '0')}.mp4`;
}

function throwOnFaults(faults: string[]): void {
  if (faults.length === 0) return;
  throw new AppError('MEDIA_INVALID', `The film is not the sum of its clips: ${faults.join('; ')}`, {
    details: { faults },
  });
}
