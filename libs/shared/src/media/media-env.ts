import { z } from 'zod';
import type { MediaTools } from './media-tools';

export const mediaEnv = {
  /** Path of ffmpeg, or its name on the search path. */
  FFMPEG_PATH: z.string().min(1).default('ffmpeg'),
  /** Path of ffprobe, or its name on the search path. */
  FFPROBE_PATH: z.string().min(1).default('ffprobe'),
};

export function toMediaTools({ FFMPEG_PATH, FFPROBE_PATH }: { FFMPEG_PATH: string; FFPROBE_PATH: string }): MediaTools {
  return { ffmpegPath: FFMPEG_PATH, ffprobePath: FFPROBE_PATH };
}
