import type { Place } from '../vocabulary/places';
import { hex, mix, rgb } from './colour';
import { drawFront, drawGround } from './foreground';
import type { Palette } from './palette';
import { type Ground, SCENERY } from './scenery';
import { drawClouds } from './sky';
import { layerCentre, type Range, STAGE_HEIGHT } from './stage';
import type { View } from './view';

/** One depth of the world. It is drawn over any stretch, and moves past the camera as a whole. */
export interface Layer {
  name: string;
  /** How fast it passes: 0 stands still, 1 goes with the hero. */
  parallax: number;
  /** Nothing of it is above this height of the stage. */
  top: number;
  /** And nothing below this one. */
  bottom: number;
  draw: (view: View, palette: Palette, range: Range) => string;
}

/** From the back to the front; the hero walks between the last two. */
const LAYERS: readonly Layer[] = [
  { name: 'clouds', parallax: 24 / 540, top: 0, bottom: 320, draw: drawClouds },
  { name: 'far', parallax: 72 / 540, top: 128, bottom: 576, draw: sceneryAt('far') },
  { name: 'middle', parallax: 180 / 540, top: 192, bottom: 600, draw: sceneryAt('middle') },
  { name: 'near', parallax: 360 / 540, top: 256, bottom: 600, draw: sceneryAt('near') },
  { name: 'ground', parallax: 1, top: 576, bottom: STAGE_HEIGHT, draw: groundLayer },
];

/** Every layer is as low as its place allows, since a clip moves all of its pixels in every frame. */
export function layersOf(place: Place): Layer[] {
  const isOvergrown = place === 'forest';
  return LAYERS.map((layer) => (layer.name === 'near' && isOvergrown ? { ...layer, top: 0 } : layer));
}

export const FRONT: Layer = {
  name: 'front',
  parallax: 800 / 540,
  top: 576,
  bottom: STAGE_HEIGHT,
  draw: (view, palette, range) => drawFront({ seed: view.seed, palette, range }, view.place),
};

/** What the layer shows from one position; the stage's left edge is at `from`. */
export function visibleRange({ parallax }: Layer, position: number, width: number): Range {
  const centre = layerCentre(position, parallax);
  return { from: centre - width / 2, to: centre + width / 2 };
}

function sceneryAt(depth: 'far' | 'middle' | 'near'): Layer['draw'] {
  return (view, palette, range) => {
    const ground: Ground = { seed: view.seed, palette, range };
    return mist(depth, palette) + SCENERY[view.place][depth](ground);
  };
}

function groundLayer(view: View, palette: Palette, range: Range): string {
  const foot = hex(mix(rgb(palette.ground), rgb(palette.front), 0.75));
  return (
    `<linearGradient id="ground" x1="0" y1="580" x2="0" y2="${STAGE_HEIGHT}" gradientUnits="userSpaceOnUse">` +
    `<stop offset="0" stop-color="${palette.ground}"/><stop offset=".7" stop-color="${foot}"/></linearGradient>` +
    drawGround({ seed: view.seed, palette, range }, view.place)
  );
}

const MIST = {
  far: { top: 240, bottom: 560, share: 0.8 },
  middle: { top: 400, bottom: 640, share: 0.5 },
  near: { top: 520, bottom: 700, share: 0.2 },
} as const;

function mist(depth: keyof typeof MIST, palette: Palette): string {
  const { top, bottom, share } = MIST[depth];
  const foot = hex(mix(rgb(palette[depth]), rgb(palette.haze), share));
  return (
    `<linearGradient id="${depth}" x1="0" y1="${top}" x2="0" y2="${bottom}" gradientUnits="userSpaceOnUse">` +
    `<stop offset="0" stop-color="${palette[depth]}"/><stop offset="1" stop-color="${foot}"/></linearGradient>`
  );
}
