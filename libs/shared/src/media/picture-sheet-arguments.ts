import { DECODE_LIMITS, INPUT_LIMITS, QUIET, toFileUrl } from './ffmpeg-arguments';

const JPEG = ['-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-q:v', '4', '-f', 'image2', '-update', '1', '-y'];
const VIDEO_LIMITS = ['-threads', '2', ...INPUT_LIMITS, ...DECODE_LIMITS];

/** One frame, small. */
export function buildStillArguments(request: {
  path: string;
  atSeconds: number;
  width: number;
  outputFile: string;
}): string[] {
  const { path, atSeconds, width, outputFile } = request;
  const input = [...QUIET, ...VIDEO_LIMITS, '-ss', atSeconds.toFixed(3), '-i', toFileUrl(path)];
  return [...input, '-map', '0:v:0', '-frames:v', '1', '-vf', `scale=${width}:-2`, ...JPEG, outputFile];
}

/** Stills of one size, named by `pattern`, side by side. */
export function buildTileArguments(request: {
  pattern: string;
  columns: number;
  rows: number;
  outputFile: string;
}): string[] {
  const { pattern, columns, rows, outputFile } = request;
  const input = ['-protocol_whitelist', 'file', '-format_whitelist', 'image2', '-f', 'image2', '-i', `file:${pattern}`];
  return [
    ...QUIET,
    ...input,
    '-vf',
    `tile=${columns}x${rows}:padding=4:margin=4`,
    '-frames:v',
    '1',
    ...JPEG,
    outputFile,
  ];
}

/** A frame every so many seconds, side by side without a gap. */
export function buildSpriteArguments(request: {
  path: string;
  stepSeconds: number;
  width: number;
  columns: number;
  rows: number;
  outputFile: string;
}): string[] {
  const { path, stepSeconds, width, columns, rows, outputFile } = request;
  const pick = `select=isnan(prev_selected_t)+gte(t-prev_selected_t\\,${stepSeconds - 0.001})`;
  const filter = `${pick},scale=${width}:-2,tile=${columns}x${rows}`;
  const input = [...QUIET, ...VIDEO_LIMITS, '-i', toFileUrl(path)];
  return [...input, '-map', '0:v:0', '-vf', filter, '-frames:v', '1', ...JPEG, outputFile];
}

/** Moments of a film, one after the other, as an endless moving picture. */
export function buildPreviewArguments(request: {
  path: string;
  startsAt: readonly number[];
  momentSeconds: number;
  outputFile: string;
}): string[] {
  const { path, startsAt, momentSeconds, outputFile } = request;
  const inputs = startsAt.flatMap((start) => [
    ...[...VIDEO_LIMITS, '-ss', start.toFixed(3), '-t', momentSeconds.toFixed(3), '-i', toFileUrl(path)],
  ]);
  const scaled = startsAt.map((_, index) => `[${index}:v]fps=8,scale=320:-2[v${index}]`);
  const joined = `${startsAt.map((_, index) => `[v${index}]`).join('')}concat=n=${startsAt.length}[out]`;
  return [
    ...[...QUIET, ...inputs, '-filter_complex', [...scaled, joined].join(';'), '-map', '[out]'],
    ...['-c:v', 'libwebp', '-quality', '60', '-compression_level', '3', '-loop', '0', '-f', 'webp', '-y', outputFile],
  ];
}
