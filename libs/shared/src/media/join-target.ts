import { AppError } from '@shared/errors/app-error';
import type { AudioFacts, VideoFacts } from './video-facts';

const FPS_TOLERANCE = 0.01;

/** What every clip of a film has to be so that stream copy joins them: as the first clip, in what all browsers play. */
export function chooseJoinTarget(clips: readonly VideoFacts[]): VideoFacts {
  const [first] = clips;
  if (!first) throw new AppError('INVALID_INPUT', 'A film is joined from at least one clip, not from 0');
  const audio = clips.find((clip) => clip.audio)?.audio ?? null;
  return {
    ...first,
    ...toUprightSize(first),
    rotationDegrees: 0,
    videoCodec: 'h264',
    pixelFormat: 'yuv420p',
    audio: audio && { ...audio, codec: 'aac', channels: Math.min(audio.channels, 2) },
  };
}

/** The parameters in which a clip differs from the target, each as `name: clip, target`; stream copy bears none of them. */
export function findJoinDifferences(clip: VideoFacts, target: VideoFacts): string[] {
  const pairs: [string, string | number, string | number][] = [
    ['videoCodec', clip.videoCodec, target.videoCodec],
    ['width', clip.width, target.width],
    ['height', clip.height, target.height],
    ['pixelFormat', clip.pixelFormat, target.pixelFormat],
    ['rotationDegrees', clip.rotationDegrees, target.rotationDegrees],
    ['timeBase', clip.timeBase, target.timeBase],
    ['audio', describeAudio(clip.audio), describeAudio(target.audio)],
  ];
  const different = pairs.filter(([, got, wanted]) => got !== wanted);
  if (Math.abs(clip.fps - target.fps) > FPS_TOLERANCE) different.push(['fps', clip.fps, target.fps]);
  return different.map(([name, got, wanted]) => `${name}: ${got}, ${wanted}`);
}

// A player shows a turned file upright; yuv420p has no odd sizes.
function toUprightSize({ width, height, rotationDegrees }: VideoFacts): { width: number; height: number } {
  const isTurned = rotationDegrees % 180 !== 0;
  return { width: toEven(isTurned ? height : width), height: toEven(isTurned ? width : height) };
}

function toEven(pixels: number): number {
  return pixels - (pixels % 2);
}

function describeAudio(audio: AudioFacts | null): string {
  return audio ? `${audio.codec} ${audio.sampleRate} Hz ${audio.channels} ch` : 'none';
}
