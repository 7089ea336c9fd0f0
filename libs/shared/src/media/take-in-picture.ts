import { readFile, writeFile } from 'node:fs/promises';
import type { AspectRatio } from '@shared/contracts/order';
import { AppError } from '@shared/errors/app-error';
import { checkImage } from './check-image';
import { QUIET, toFileUrl } from './ffmpeg-arguments';
import type { ImageFacts } from './image-header';
import { PrivateDirectory } from './private-directory';
import type { FfmpegRunner } from './run-ffmpeg';

/** What a user's picture may be: a photograph of a telephone, and no more. */
export const PICTURE_LIMITS = { maxBytes: 10 * 1024 * 1024, maxPixels: 4096 * 4096 };

/** A reference is made small enough for a model's input; a keyframe is cut to the film's format. */
export type PictureUse = { kind: 'reference' } | { kind: 'keyframe'; aspectRatio: AspectRatio };

const TIMEOUT_MS = 10_000;
const INPUT = 'given';
const OUTPUT = 'taken-in.png';

/**
 * Makes a new PNG of the pixels of a user's picture, and of nothing else that is in the file. Throws MEDIA_INVALID when it is
 * no PNG, JPEG or WebP image within the limits, or cannot be decoded from end to end.
 */
export async function takeInPicture(runner: FfmpegRunner, bytes: Buffer, use: PictureUse): Promise<Buffer> {
  const picture = checkImage(bytes, PICTURE_LIMITS);
  await using directory = await PrivateDirectory.create();
  await writeFile(directory.file(INPUT), bytes);
  const args = buildPictureArguments(picture, use, { path: directory.file(INPUT), outputFile: OUTPUT });
  try {
    await runner.ffmpeg(args, { cwd: directory.path, timeoutMs: TIMEOUT_MS });
    const made = await readFile(directory.file(OUTPUT));
    checkImage(made);
    return made;
  } catch (cause) {
    if (!isAboutThePicture(cause)) throw cause;
    throw new AppError('MEDIA_INVALID', 'The picture is damaged: it cannot be decoded', { cause, retryable: false });
  }
}

// Not where ffmpeg is missing, or the disk is full.
function isAboutThePicture(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  return error.code === 'MEDIA_INVALID' || error.details.exitCode !== null || error.details.signal !== null;
}

/** Whether a file begins like a picture that can be taken in. */
export function isPictureHead(head: Buffer): boolean {
  return HEADS.some(({ at, bytes }) => head.subarray(at, at + bytes.length).equals(bytes));
}

const HEADS = [
  { at: 0, bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { at: 0, bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { at: 8, bytes: Buffer.from('WEBP') },
];

const READERS: Record<ImageFacts['mediaType'], { format: string; codec: string }> = {
  'image/png': { format: 'png_pipe', codec: 'png' },
  'image/jpeg': { format: 'jpeg_pipe', codec: 'mjpeg' },
  'image/webp': { format: 'webp_pipe', codec: 'webp' },
};

/** One reader, by what the file was found to be: ffmpeg does not guess. */
function buildPictureArguments(
  { mediaType }: Pick<ImageFacts, 'mediaType'>,
  use: PictureUse,
  { path, outputFile }: { path: string; outputFile: string },
): string[] {
  const { format, codec } = READERS[mediaType];
  return [
    ...[
      ...QUIET,
      '-xerror',
      '-err_detect',
      'explode',
      '-max_pixels',
      String(PICTURE_LIMITS.maxPixels),
      '-protocol_whitelist',
      'file,pipe',
    ],
    ...['-format_whitelist', format, '-codec_whitelist', codec, '-f', format, '-i', toFileUrl(path)],
    ...['-map', '0:v:0', '-frames:v', '1', '-vf', buildFilter(use), '-map_metadata', '-1', '-fflags', '+bitexact'],
    ...['-pix_fmt', use.kind === 'keyframe' || codec === 'mjpeg' ? 'rgb24' : 'rgba'],
    ...['-c:v', 'png', '-f', 'image2', '-update', '1', '-y', outputFile],
  ];
}

const REFERENCE_EDGE = 1024;
/** What the image model makes of 1K. */
const FRAMES: Record<AspectRatio, { width: number; height: number }> = {
  '16:9': { width: 1376, height: 768 },
  '9:16': { width: 768, height: 1376 },
};

function buildFilter(use: PictureUse): string {
  if (use.kind === 'reference') {
    const edge = (side: string) => `'min(${REFERENCE_EDGE},${side})'`;
    return `scale=${edge('iw')}:${edge('ih')}:force_original_aspect_ratio=decrease`;
  }
  const { width, height } = FRAMES[use.aspectRatio];
  return `scale=${width}:${height}:force_original_aspect_ratio=increase,crop=${width}:${height},setsar=1`;
}
