import { dirname, resolve } from 'node:path';
import { countFrames, findDifferences, startOf } from './assembly/arrived-clip';
import { ENCODE_TIMEOUT_MS } from './assembly/make-picture';
import { buildFramesArguments } from './assembly/picture-arguments';
import { INPUT_LIMITS, QUIET, toFileUrl } from './ffmpeg-arguments';
import type { PictureTarget } from './film-target';
import type { InspectedVideo } from './inspect-video';
import { PrivateDirectory } from './private-directory';
import { probeVideo, toMediaFault } from './probe-media';
import type { FfmpegRunner } from './run-ffmpeg';
import { buildInStepFilter } from './sound/sound-arguments';
import type { VideoFacts } from './video-facts';

export interface ConformClip {
  path: string;
  /** What the check said of it. */
  video: InspectedVideo;
  target: PictureTarget;
  /** Written only when the clip had to be changed. */
  outputPath: string;
  signal?: AbortSignal;
}

/**
 * Makes a clip that a film of this target takes as it is: its picture encoded anew, its sound bare, from the picture's first moment on.
 * Null when the clip is so already.
 */
export async function conformClip(runner: FfmpegRunner, request: ConformClip): Promise<VideoFacts | null> {
  const { path, target, outputPath, signal } = request;
  const { facts, picture } = request.video;
  if (picture && findDifferences(facts, picture, target).length === 0) return null;
  const startSeconds = startOf(picture);
  const frames = countFrames(facts, target);
  await using directory = await PrivateDirectory.create(dirname(resolve(outputPath)));
  const run = (args: string[]): Promise<void> =>
    runner.ffmpeg(args, { cwd: directory.path, signal, timeoutMs: ENCODE_TIMEOUT_MS });
  const shared = { path: resolve(path), target, conforms: false, startSeconds, seekSeconds: null, captionsFile: null };
  try {
    const whole = { from: 0, to: frames, quality: 'film', outputFile: 'picture.mp4', endsAlone: true } as const;
    await run(buildFramesArguments({ ...shared, pieces: [whole] }));
    await run(buildMuxArguments({ path: resolve(path), facts, startSeconds, outputPath: resolve(outputPath) }));
  } catch (error) {
    throw toMediaFault(error);
  }
  return await probeVideo(runner, outputPath, signal);
}

type Mux = Pick<ConformClip, 'path' | 'outputPath'> & { facts: VideoFacts; startSeconds: number };

// QuickTime, because MP4 has no bare sound that every ffmpeg reads.
function buildMuxArguments({ path, facts, startSeconds, outputPath }: Mux): string[] {
  const sound = facts.audio ? [...INPUT_LIMITS, '-copyts', '-vn', '-i', toFileUrl(path)] : [];
  const bare = facts.audio ? ['-map', '1:a:0', '-af', buildInStepFilter(startSeconds), '-c:a', 'pcm_s16le'] : [];
  return [
    ...[...QUIET, ...INPUT_LIMITS, '-i', 'file:picture.mp4', ...sound],
    ...['-map', '0:v:0', '-c:v', 'copy', ...bare, '-f', 'mov', '-y', toFileUrl(outputPath)],
  ];
}
