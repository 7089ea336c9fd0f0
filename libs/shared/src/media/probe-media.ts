import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '@shared/errors/app-error';
import { buildProbeArguments } from './ffmpeg-arguments';
import { CHECK_LIMITS, type FfmpegRunner } from './run-ffmpeg';
import type { AudioFacts, VideoFacts } from './video-facts';

// It reads a file once; what takes longer was made to take long.
const PROBE_TIMEOUT_MS = 10_000;
const number = z.coerce.number();
const streamSchema = z.object({
  codec_type: z.string(),
  codec_name: z.string().default('unknown'),
  width: number.default(0),
  height: number.default(0),
  pix_fmt: z.string().default('unknown'),
  sample_aspect_ratio: z.string().default('unknown'),
  field_order: z.string().default('unknown'),
  avg_frame_rate: z.string().default('0/1'),
  duration: number.default(0),
  nb_frames: number.optional(),
  nb_read_packets: number.default(0),
  side_data_list: z.array(z.object({ rotation: number.optional() })).default([]),
});
const probeSchema = z.object({ streams: z.array(streamSchema).default([]) });
type ProbedStream = z.infer<typeof streamSchema>;

/** Reads every packet of a video file. MEDIA_INVALID when it is not one. */
export async function probeVideo(runner: FfmpegRunner, path: string, signal?: AbortSignal): Promise<VideoFacts> {
  const output = await readProbe(runner, path, signal);
  const { streams } = probeSchema.parse(JSON.parse(output));
  const video = streams.find((stream) => stream.codec_type === 'video');
  if (!video) throw new AppError('MEDIA_INVALID', 'The file has no video stream');
  return toVideoFacts(
    video,
    streams.find((stream) => stream.codec_type === 'audio'),
  );
}

async function readProbe(runner: FfmpegRunner, path: string, signal?: AbortSignal): Promise<string> {
  try {
    const options = { cwd: dirname(path), signal, timeoutMs: PROBE_TIMEOUT_MS, limits: CHECK_LIMITS };
    return await runner.ffprobe(buildProbeArguments(basename(path)), options);
  } catch (error) {
    throw toMediaFault(error);
  }
}

// An exit of its own says that the file is bad; a kill or a missing program says nothing about the file.
export function toMediaFault(error: unknown): unknown {
  if (!(error instanceof AppError) || typeof error.details['exitCode'] !== 'number') return error;
  const { stderr } = error.details;
  return new AppError('MEDIA_INVALID', 'The file cannot be read as video', { details: { stderr }, cause: error });
}

function toVideoFacts(video: ProbedStream, audio: ProbedStream | undefined): VideoFacts {
  return {
    durationSeconds: video.duration,
    width: video.width,
    height: video.height,
    fps: toRate(video.avg_frame_rate),
    frameRate: video.avg_frame_rate,
    frames: video.nb_frames ?? video.nb_read_packets,
    packets: video.nb_read_packets,
    videoCodec: video.codec_name,
    pixelAspect: video.sample_aspect_ratio,
    isInterlaced: !['unknown', 'progressive'].includes(video.field_order),
    pixelFormat: video.pix_fmt,
    rotationDegrees: toClockwise(video),
    audio: audio ? toAudioFacts(audio) : null,
  };
}

function toAudioFacts(audio: ProbedStream): AudioFacts {
  return {
    frames: audio.nb_frames ?? audio.nb_read_packets,
    packets: audio.nb_read_packets,
    durationSeconds: audio.duration,
  };
}

function toRate(ratio: string): number {
  const [frames = 0, seconds = 1] = ratio.split('/').map(Number);
  return seconds === 0 ? 0 : frames / seconds;
}

// ffprobe counts against the clock.
function toClockwise({ side_data_list: sideData }: ProbedStream): number {
  const rotation = sideData.find((data) => data.rotation !== undefined)?.rotation ?? 0;
  return (360 - rotation) % 360;
}
