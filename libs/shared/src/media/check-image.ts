import { AppError } from '@shared/errors/app-error';
import { readImageHeader, type ImageFacts } from './image-header';

export type { ImageFacts };

export interface ImageLimits {
  /** Default 20 MiB. */
  maxBytes?: number;
  /** Width times height; default 33 177 600, which is 8K. */
  maxPixels?: number;
}

/** Reads type and size from the bytes themselves. MEDIA_INVALID unless it is a PNG, JPEG or WebP within the limits. */
export function checkImage(bytes: Buffer, limits: ImageLimits = {}): ImageFacts {
  const { maxBytes = 20 * 1024 * 1024, maxPixels = 33_177_600 } = limits;
  if (bytes.length > maxBytes) throw invalid(`The image has ${bytes.length} bytes, at most ${maxBytes} are taken`);
  const image = readImageHeader(bytes);
  if (!image) throw invalid('The bytes are not a PNG, JPEG or WebP image');
  const pixels = image.width * image.height;
  if (pixels === 0 || pixels > maxPixels) {
    throw invalid(`The image is ${image.width} x ${image.height}, 1 to ${maxPixels} pixels are taken`);
  }
  return image;
}

function invalid(message: string): AppError {
  return new AppError('MEDIA_INVALID', message);
}
