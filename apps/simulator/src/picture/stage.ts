import type { PixelSize } from '../catalogue/image-sizes';

/** Pictures are drawn on a stage of this height and of the width that their ratio asks for. */
export const STAGE_HEIGHT = 768;
/** Where feet stand. */
export const PATH_Y = 604;
/**
 * How far the camera travels from one keyframe to the next, at the depth of the hero: 540 pixels of a 720p clip, which the
 * layers' parallaxes divide into even numbers, so that the last frame of a clip lies exactly on its keyframe.
 */
const STEP = 576;

/** A stretch of a layer, in stage units. */
export interface Range {
  from: number;
  to: number;
}

export function stageWidth({ width, height }: PixelSize): number {
  return (STAGE_HEIGHT * width) / height;
}

/** The middle of what a layer shows: near layers travel faster than far ones. */
export function layerCentre(position: number, parallax: number): number {
  return position * STEP * parallax;
}

/** Where the hero stands on the screen, from the left edge: now a little behind the camera, now ahead of it. */
export function heroX(position: number, width: number): number {
  return width * (position % 2 === 0 ? 0.4 : 0.53);
}

/** How far the hero walks between two keyframes. */
export function walkingDistance(from: number, to: number, width: number): number {
  return layerCentre(to - from, 1) + heroX(to, width) - heroX(from, width);
}
