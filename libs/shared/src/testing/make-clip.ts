import { FfmpegRunner } from '@shared/media/run-ffmpeg';

export const testMediaTools = { ffmpegPath: 'ffmpeg', ffprobePath: 'ffprobe' };

export interface ClipToMake {
  cwd: string;
  name: string;
  seconds?: number;
  size?: string;
  fps?: number;
  colour?: string;
  /** Hertz of the tone; 0 is a clip without sound. */
  tone?: number;
  /** Further arguments for the encoder. */
  encoder?: string[];
}

/** Makes a small real clip: one colour, with a tone. Returns its path. */
export async function makeClip(clip: ClipToMake): Promise<string> {
  const { cwd, name, seconds = 1, size = '320x180', fps = 24, colour = 'gray', tone = 440, encoder = [] } = clip;
  const picture = `color=c=${colour}:s=${size}:r=${fps}:d=${seconds}`;
  const sound = ['-f', 'lavfi', '-i', `sine=frequency=${tone}:sample_rate=48000:duration=${seconds}`, '-c:a', 'aac'];
  const args = [
    ...['-v', 'error', '-f', 'lavfi', '-i', picture, ...(tone > 0 ? sound : [])],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', ...encoder],
    ...['-movflags', '+faststart', '-y', name],
  ];
  await new FfmpegRunner(testMediaTools).ffmpeg(args, { cwd });
  return `${cwd}/${name}`;
}
