import { resolve } from 'node:path';
import { buildNormaliseArguments } from './normalise-arguments';
import { probeVideo } from './probe-media';
import type { FfmpegRunner } from './run-ffmpeg';
import type { VideoFacts } from './video-facts';

export interface NormaliseClip {
  path: string;
  /** What was probed of the clip. */
  clip: VideoFacts;
  target: VideoFacts;
  /** Where the new clip goes: a private directory. */
  outputPath: string;
  cwd: string;
  signal?: AbortSignal;
}

/** Makes a clip that can be joined to clips like `target` by stream copy. */
export async function normaliseClip(runner: FfmpegRunner, request: NormaliseClip): Promise<VideoFacts> {
  const { path, clip, target, outputPath, cwd, signal } = request;
  const args = buildNormaliseArguments({ path: resolve(path), clip, target, outputFile: outputPath });
  await runner.ffmpeg(args, { cwd, signal });
  return probeVideo(runner, outputPath, signal);
}
