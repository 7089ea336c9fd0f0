// What providers send and browsers play; a rare old decoder is a risk and never a clip.
const CODECS = [
  ...['h264', 'hevc', 'av1', 'libdav1d', 'libaom-av1', 'vp9', 'mpeg4', 'mjpeg', 'prores', 'png'],
  ...['aac', 'aac_latm', 'mp3', 'mp3float', 'opus', 'libopus', 'flac', 'alac', 'ac3', 'eac3', 'mov_text'],
  ...['pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_f32le', 'pcm_f32be'],
].join(',');

// Without these a file that calls itself .mp4 may be a playlist that reads other files or addresses.
export const INPUT_LIMITS = toInputLimits('mov');
/** Of what a user uploads as music. */
export const MUSIC_LIMITS = toInputLimits('mov,mp3,wav,flac,ogg,aac');
// 4096 x 2304: a small file may decode to gigabytes.
export const DECODE_LIMITS = ['-max_pixels', '9437184'];
// The largest single piece of memory; one picture of 4K in 16 bits is 54 MB.
const MEMORY_LIMIT = ['-max_alloc', String(128 * 1024 * 1024)];
export const QUIET = ['-hide_banner', '-nostdin', '-v', 'error', ...MEMORY_LIMIT];

/** An input of empty notes from standard input: no stream of it is read, and the next input is not opened before this one has ended. */
export const GATE = [
  ...['-protocol_whitelist', 'pipe', '-format_whitelist', 'ffmetadata'],
  ...['-f', 'ffmetadata', '-i', 'pipe:0'],
];

/** Counts every packet, so a truncated file cannot look whole. */
export function buildProbeArguments(path: string): string[] {
  const stream = [
    'codec_type,codec_name,width,height,pix_fmt,sample_aspect_ratio,field_order,avg_frame_rate,duration',
    'nb_frames,nb_read_packets',
  ].join(',');
  return [
    ...['-hide_banner', '-v', 'error', ...MEMORY_LIMIT, ...INPUT_LIMITS, ...DECODE_LIMITS],
    ...['-count_packets', '-show_entries', `stream=${stream}:stream_side_data=rotation`],
    ...['-of', 'json', '-i', toFileUrl(path)],
  ];
}

export interface PosterRequest {
  path: string;
  atSeconds: number;
  outputFile: string;
}

export function buildPosterArguments(request: PosterRequest): string[] {
  return [...QUIET, ...buildPosterInput(request), ...buildPosterOutput(0, request)];
}

/** The same of a file that has to be there when standard input is ended, and no sooner. */
export function buildPosterLaterArguments(request: PosterRequest): string[] {
  return [...QUIET, ...GATE, ...buildPosterInput(request), ...buildPosterOutput(1, request)];
}

// To start more threads takes longer than they save on a few frames.
function buildPosterInput({ path, atSeconds }: PosterRequest): string[] {
  return ['-threads', '1', ...INPUT_LIMITS, ...DECODE_LIMITS, '-ss', atSeconds.toFixed(3), '-i', toFileUrl(path)];
}

function buildPosterOutput(input: number, { outputFile }: PosterRequest): string[] {
  const picture = ['-frames:v', '1', '-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-q:v', '3'];
  return ['-map', `${input}:v:0`, ...picture, '-f', 'image2', '-update', '1', '-y', outputFile];
}

// A path that begins with a dash or names a protocol stays a path.
export function toFileUrl(path: string): string {
  return `file:${path}`;
}

function toInputLimits(formats: string): string[] {
  return ['-protocol_whitelist', 'file,pipe', '-format_whitelist', formats, '-codec_whitelist', CODECS];
}
