import { findLook, type Look } from '../vocabulary/looks';
import { pick } from '../vocabulary/seeded-random';

const DESCRIPTIONS: Record<Look, string> = {
  cinematic: 'cinematic widescreen, teal shadows, golden highlights',
  vivid: 'polished and bright, crisp detail, saturated accents',
  dread: 'restrained dread, cold greens and greys, deep shadow',
  fierce: 'high-energy, hard contrast, steel blue and orange fire',
  noir: 'high-contrast black and white noir, deep shadows, film grain',
  anime: 'hand-painted anime, clean shapes, towering clouds, saturated colour',
  storybook: 'soft storybook illustration, pastel washes, visible paper',
  neon: 'neon-lit night, magenta and cyan, glossy reflections',
  vintage: 'faded vintage film, warm sepia, soft halation',
  miniature: 'stop-motion miniature, tactile shapes, warm studio light',
  natural: 'natural documentary photography, honest colour',
};

const SOUNDS = ['a warm slow chord and light bells', 'soft strings over distant wind', 'a low pad with plucked notes'];

export function writeStyleGuide(style: string, seed: number): Record<string, string> {
  return {
    look: `${style}: ${DESCRIPTIONS[findLook(style) ?? 'cinematic']}`,
    camera: '35 mm lens, eye level, the camera tracks sideways with the hero at an even pace',
    lighting: 'one day from dawn to dusk, light always from ahead',
    palette: 'layered haze in the distance, dark foreground, one clear accent colour on the hero',
    sound: pick(SOUNDS, seed + 5),
  };
}
