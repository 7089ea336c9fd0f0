import type { PixelSize } from './image-sizes';

export const RESOLUTIONS = ['360p', '720p', '1080p', '4k'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export const VIDEO_RATIOS = ['16:9', '9:16'] as const;
export type VideoRatio = (typeof VIDEO_RATIOS)[number];

export const FRAMES_PER_SECOND = 24;

const LANDSCAPE: Record<Resolution, PixelSize> = {
  '360p': { width: 640, height: 360 },
  '720p': { width: 1280, height: 720 },
  '1080p': { width: 1920, height: 1080 },
  '4k': { width: 3840, height: 2160 },
};

const TOKENS_PER_SECOND: Record<Resolution, number> = { '360p': 1931, '720p': 5792, '1080p': 8688, '4k': 17_376 };

export function videoPixels(ratio: VideoRatio, resolution: Resolution): PixelSize {
  const { width, height } = LANDSCAPE[resolution];
  return ratio === '16:9' ? { width, height } : { width: height, height: width };
}

export function videoTokens(resolution: Resolution, seconds: number): number {
  return TOKENS_PER_SECOND[resolution] * seconds;
}
