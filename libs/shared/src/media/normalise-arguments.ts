import { DECODE_LIMITS, INPUT_LIMITS, QUIET, toFileUrl } from './ffmpeg-arguments';
import type { VideoFacts } from './video-facts';

export interface NormaliseRequest {
  path: string;
  clip: VideoFacts;
  target: VideoFacts;
  outputFile: string;
}

/** Re-encodes a clip so that it can be joined to others by stream copy; silence where it has no sound and they do. */
export function buildNormaliseArguments({ path, clip, target, outputFile }: NormaliseRequest): string[] {
  const silence = target.audio && !clip.audio ? buildSilence(target.audio) : [];
  return [
    ...[...QUIET, '-xerror', ...INPUT_LIMITS, ...DECODE_LIMITS, '-i', toFileUrl(path), ...silence],
    ...['-map', '0:v:0', '-vf', buildPictureFilter(target), '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18'],
    ...['-video_track_timescale', buildTimeScale(target)],
    ...buildSoundArguments(target, silence.length > 0),
    ...['-t', clip.durationSeconds.toFixed(6), '-movflags', '+faststart', '-f', 'mp4', '-y', outputFile],
  ];
}

function buildPictureFilter({ width, height, frameRate, pixelFormat }: VideoFacts): string {
  const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease`;
  return `${fit},pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2,setsar=1,fps=${frameRate},format=${pixelFormat}`;
}

// Stream copy takes the time stamps of every clip in the unit of the first.
function buildTimeScale({ timeBase }: VideoFacts): string {
  return timeBase.split('/')[1] ?? '12288';
}

function buildSilence({ sampleRate, channels }: { sampleRate: number; channels: number }): string[] {
  return ['-f', 'lavfi', '-i', `anullsrc=r=${sampleRate}:cl=${channels === 1 ? 'mono' : 'stereo'}`];
}

function buildSoundArguments({ audio }: VideoFacts, isSilence: boolean): string[] {
  if (!audio) return ['-an'];
  const from = isSilence ? '1:a:0' : '0:a:0';
  return ['-map', from, '-c:a', 'aac', '-b:a', '192k', '-ar', String(audio.sampleRate), '-ac', String(audio.channels)];
}
