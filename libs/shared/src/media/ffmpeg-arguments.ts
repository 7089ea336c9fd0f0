// Without these a file that calls itself .mp4 may be a playlist that reads other files or addresses.
export const INPUT_LIMITS = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', 'mov'];
const CONCAT_LIMITS = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', 'concat,mov'];
// 4096 x 2304: a small file may decode to gigabytes.
export const DECODE_LIMITS = ['-max_pixels', '9437184'];
export const QUIET = ['-hide_banner', '-nostdin', '-v', 'error'];

/** Counts every packet, so a truncated file cannot look whole. */
export function buildProbeArguments(path: string): string[] {
  const stream =
    'codec_type,codec_name,width,height,pix_fmt,avg_frame_rate,time_base,duration,nb_frames,nb_read_packets,sample_rate,channels';
  return [
    ...['-hide_banner', '-v', 'error', ...INPUT_LIMITS],
    ...['-count_packets', '-show_entries', `stream=${stream}:stream_side_data=rotation`],
    ...['-of', 'json', '-i', toFileUrl(path)],
  ];
}

/** Reads the file from end to end without decoding; the first fault ends it. */
export function buildReadThroughArguments(path: string): string[] {
  return [...QUIET, '-xerror', ...INPUT_LIMITS, '-i', toFileUrl(path), '-map', '0', '-c', 'copy', '-f', 'null', '-'];
}

export interface ConcatEntry {
  /** A generated name in the private directory. */
  file: string;
}

/** `safe 1` in the arguments refuses any name that leaves the directory of the list. */
export function buildConcatList(entries: readonly ConcatEntry[]): string {
  return ['ffconcat version 1.0', ...entries.map(({ file }) => `file ${file}`), ''].join('\n');
}

// No -xerror: sound of neighbours overlaps by less than a packet at each join, which ffmpeg puts right and calls an error.
export function buildConcatArguments(listFile: string, outputFile: string): string[] {
  return [
    ...[...QUIET, ...CONCAT_LIMITS, '-f', 'concat', '-safe', '1', '-i', listFile],
    ...['-map', '0:v:0', '-map', '0:a:0?', '-c', 'copy', '-movflags', '+faststart', '-f', 'mp4', '-y', outputFile],
  ];
}

export interface PosterRequest {
  path: string;
  atSeconds: number;
  outputFile: string;
}

export function buildPosterArguments({ path, atSeconds, outputFile }: PosterRequest): string[] {
  return [
    ...[...QUIET, ...INPUT_LIMITS, ...DECODE_LIMITS, '-ss', atSeconds.toFixed(3), '-i', toFileUrl(path)],
    ...['-map', '0:v:0', '-frames:v', '1', '-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-q:v', '3'],
    ...['-f', 'image2', '-update', '1', '-y', outputFile],
  ];
}

// A path that begins with a dash or names a protocol stays a path.
export function toFileUrl(path: string): string {
  return `file:${path}`;
}
