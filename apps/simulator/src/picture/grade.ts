import type { Look } from '../vocabulary/looks';
import { lit, luminance, mix, type Rgb, rgb, saturate } from './colour';

const WHITE = rgb('#ffffff');

/** What a look does to every colour of the world; the hero's own colour is left as it is. */
const GRADES: Record<Look, (colour: Rgb) => Rgb> = {
  cinematic: (colour) => tint(saturate(colour, 1.08), '#0d4a5c', '#ffdcae', 0.16),
  vivid: (colour) => saturate(mix(colour, WHITE, 0.12), 1.3),
  dread: (colour) => contrast(saturate(tint(lit(colour, rgb('#8fa596')), '#07130f', '#a9bfa6', 0.3), 0.5), 1.1),
  fierce: (colour) => contrast(tint(saturate(colour, 1.15), '#1d2b45', '#ffab5e', 0.26), 1.14),
  noir: (colour) => contrast(saturate(colour, 0.06), 1.25),
  anime: (colour) => saturate(mix(colour, WHITE, 0.06), 1.4),
  storybook: (colour) => saturate(mix(colour, rgb('#fff3df'), 0.26), 0.92),
  neon: (colour) => saturate(tint(lit(colour, rgb('#8f7fd0')), '#1a0b52', '#ff5fd0', 0.34), 1.35),
  vintage: (colour) => tint(saturate(colour, 0.55), '#5b3a2a', '#ffe2b0', 0.3),
  miniature: (colour) => saturate(lit(colour, rgb('#fff0dd')), 1.18),
  natural: (colour) => saturate(colour, 0.92),
};

export function gradeFor(look: Look): (colour: Rgb) => Rgb {
  return GRADES[look];
}

function tint(colour: Rgb, shadows: string, highlights: string, share: number): Rgb {
  return mix(colour, mix(rgb(shadows), rgb(highlights), luminance(colour) / 255), share);
}

function contrast([red, green, blue]: Rgb, amount: number): Rgb {
  const push = (channel: number) => 118 + (channel - 118) * amount;
  return [push(red), push(green), push(blue)];
}
