import { execa } from 'execa';

export interface ProbedFilm {
  video: { codec: string; width: number; height: number; fps: number; frames: number };
  audio: { codec: string } | null;
  durationSeconds: number;
}

interface ProbeOutput {
  format: { duration: string };
  streams: {
    codec_type: string;
    codec_name: string;
    width: number;
    height: number;
    avg_frame_rate: string;
    nb_read_packets: string;
  }[];
}

/** What ffprobe says of a file, with every packet counted. */
export async function probeFilm(path: string): Promise<ProbedFilm> {
  const wanted = ['-show_format', '-show_streams', '-count_packets', '-of', 'json'];
  const { stdout } = await execa('ffprobe', ['-v', 'error', ...wanted, path]);
  const { format, streams } = JSON.parse(stdout) as ProbeOutput;
  const video = streams.find(({ codec_type: type }) => type === 'video');
  const audio = streams.find(({ codec_type: type }) => type === 'audio');
  if (video === undefined) throw new Error(`${path} has no video stream`);
  const [frames = 0, seconds = 1] = video.avg_frame_rate.split('/').map(Number);
  return {
    video: {
      codec: video.codec_name,
      width: video.width,
      height: video.height,
      fps: frames / seconds,
      frames: Number(video.nb_read_packets),
    },
    audio: audio === undefined ? null : { codec: audio.codec_name },
    durationSeconds: Number(format.duration),
  };
}
