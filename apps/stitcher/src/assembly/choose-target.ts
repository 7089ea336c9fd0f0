import type { Spec } from '@shared/contracts/order';
import type { ClipFacts } from '@shared/contracts/unit';
import { type PictureTarget, sizeOfOrder } from '@shared/media/film-target';

/**
 * What the clips of a film are made to be: as the first that came, for to scale all of them would cost time and sharpness and
 * give nobody anything; as ordered when that one lies the other way.
 */
export function chooseTarget(spec: Spec, { width, height, fps }: ClipFacts): PictureTarget {
  const ordered = sizeOfOrder(spec);
  const liesAsOrdered = width > height === ordered.width > ordered.height;
  const size = liesAsOrdered ? { width: toEven(width), height: toEven(height) } : ordered;
  return { width: size.width, height: size.height, frameRate: toRate(fps) };
}

/** Whether a clip is as the film is, so that nothing has to be done with it before it is taken in. */
export function fitsFilm({ isCopyable = false, width, height, fps }: ClipFacts, target: PictureTarget): boolean {
  return isCopyable && width === target.width && height === target.height && toRate(fps) === target.frameRate;
}

const MOST_FPS = 60;

// Broadcast rates are a thousandth under a whole one.
function toRate(fps: number): string {
  const whole = Math.min(MOST_FPS, Math.max(1, Math.round(fps)));
  const isBroadcast = Math.abs(fps - (whole * 1000) / 1001) < Math.abs(fps - whole);
  return isBroadcast ? `${whole * 1000}/1001` : `${whole}/1`;
}

function toEven(pixels: number): number {
  return Math.max(2, pixels - (pixels % 2));
}
