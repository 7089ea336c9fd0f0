import type { AspectRatio, Resolution } from '@shared/contracts/order';
import { AppError } from '@shared/errors/app-error';

/** Sound of every film, whatever its clips have. */
export const SAMPLE_RATE = 48_000;
export const CHANNELS = 2;

/** What the picture of every clip is made to be before it is joined. */
export interface PictureTarget {
  width: number;
  height: number;
  /** As ffmpeg writes it: `24/1`, `30000/1001`. */
  frameRate: string;
}

/** The same with its sound. */
export interface FilmTarget extends PictureTarget {
  /** Integrated loudness of each clip's sound, in LUFS (EBU R128). */
  loudnessLufs: number;
}

const SHORT_SIDE: Record<Resolution, number> = { '360p': 360, '720p': 720, '1080p': 1080, '4k': 2160 };
const LONG_SIDE: Record<Resolution, number> = { '360p': 640, '720p': 1280, '1080p': 1920, '4k': 3840 };

export function sizeOfOrder(order: { aspectRatio: AspectRatio; resolution: Resolution }): {
  width: number;
  height: number;
} {
  const [long, short] = [LONG_SIDE[order.resolution], SHORT_SIDE[order.resolution]];
  return order.aspectRatio === '16:9' ? { width: long, height: short } : { width: short, height: long };
}

export interface FrameClock {
  fps: number;
  /** Units in a second in which every frame lasts `frameTicks`, without a remainder. */
  timescale: number;
  frameTicks: number;
}

/** Whether a film can have so many frames in a second. */
export function isFrameRate(frameRate: string): boolean {
  const [frames = 0, seconds = 1] = frameRate.split('/').map(Number);
  const areWhole = Number.isInteger(frames) && Number.isInteger(seconds);
  return areWhole && frames >= 1 && seconds >= 1 && frames <= 240 * seconds;
}

export function clockOf({ frameRate }: Pick<FilmTarget, 'frameRate'>): FrameClock {
  const [frames = 0, seconds = 1] = frameRate.split('/').map(Number);
  if (!isFrameRate(frameRate)) {
    throw new AppError('INVALID_INPUT', `A film has from 1 to 240 frames in a second, not ${frameRate}`);
  }
  // Players expect units fine enough for any edit; ffmpeg, too, takes at least 10 000.
  const times = Math.ceil(10_000 / frames);
  return { fps: frames / seconds, timescale: frames * times, frameTicks: seconds * times };
}

/** Where the sound of a frame begins. Rounded from the beginning of the film, so that nothing adds up. */
export function samplesAt(frame: number, { timescale, frameTicks }: FrameClock): number {
  return Math.round((frame * frameTicks * SAMPLE_RATE) / timescale);
}
