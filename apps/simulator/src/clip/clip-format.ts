import type { VideoBrief } from '../briefs/brief';
import type { PixelSize } from '../catalogue/image-sizes';
import { FRAMES_PER_SECOND, videoPixels } from '../catalogue/video-formats';
import { SAMPLES_PER_SECOND } from './sound-bed';

export interface ClipFormat extends PixelSize {
  frames: number;
  seconds: number;
}

export function clipFormat({ ratio, resolution, seconds }: VideoBrief): ClipFormat {
  return { ...videoPixels(ratio, resolution), seconds, frames: seconds * FRAMES_PER_SECOND };
}

/** Raw sound as it comes out of the sound bed. */
export function soundInput(path: string): string[] {
  return ['-f', 's16le', '-ar', String(SAMPLES_PER_SECOND), '-ac', '2', '-i', path];
}

/** One PNG that a filter repeats. */
export function stillInput(path: string): string[] {
  return ['-framerate', String(FRAMES_PER_SECOND), '-i', path];
}

/** Left to itself, ffmpeg turns RGB into the colours of standard definition. */
export const TO_VIDEO_COLOUR = 'scale=out_color_matrix=bt709:out_range=tv';

/** The end of every picture's filter chain: what the encoder writes into its headers is the same whatever came in. */
export const AS_EVERY_CLIP =
  'setsar=1,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv,format=yuv420p';

/**
 * The same for every clip, so that any two of one size can be joined by stream copy: nothing here may depend on the
 * picture or on its length.
 */
export function outputOptions({ width, height, seconds }: ClipFormat, path: string): string[] {
  const level = width * height > 1920 * 1080 ? '5.1' : '4.0';
  return [
    ...['-t', String(seconds), '-r', String(FRAMES_PER_SECOND), '-pix_fmt', 'yuv420p'],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-crf',
      '21',
      '-profile:v',
      'high',
      '-level',
      level,
      '-threads',
      '2',
    ],
    ...['-x264-params', 'keyint=48:min-keyint=48:scenecut=0:open-gop=0:bframes=0:ref=1:cabac=0'],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ...['-c:a', 'aac', '-b:a', '128k', '-ar', String(SAMPLES_PER_SECOND), '-ac', '2'],
    ...['-video_track_timescale', '12288', '-movflags', '+faststart', '-map_metadata', '-1'],
    ...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact', '-f', 'mp4', path],
  ];
}
