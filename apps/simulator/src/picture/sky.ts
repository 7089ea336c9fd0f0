import { noiseAt } from '../vocabulary/seeded-random';
import type { Palette } from './palette';
import { STAGE_HEIGHT, type Range } from './stage';
import { spots } from './terrain';
import type { View } from './view';

/** What never moves: the gradient of the sky, stars at night, a ringed planet in space. */
export function drawSky(view: View, palette: Palette, width: number): string {
  return (
    `<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${palette.skyTop}"/>` +
    `<stop offset=".42" stop-color="${palette.skyMiddle}"/><stop offset=".7" stop-color="${palette.skyLow}"/></linearGradient>` +
    `<rect width="${width}" height="${STAGE_HEIGHT}" fill="url(#sky)"/>${stars(view, palette, width)}` +
    (view.place === 'space' ? ringedPlanet(palette, width) : moon(palette, width))
  );
}

function stars({ seed }: View, { night }: Palette, width: number): string {
  if (night < 0.05) return '';
  const dots = Array.from({ length: 130 }, (_, index) => {
    const [x, y, size] = [noiseAt(seed + 1, index), noiseAt(seed + 2, index) ** 1.4, noiseAt(seed + 3, index)];
    return `<circle cx="${(x * width).toFixed(1)}" cy="${(y * 400).toFixed(1)}" r="${(0.7 + size * 1.3).toFixed(2)}"/>`;
  });
  return `<g fill="#fff" fill-opacity="${(night * 0.85).toFixed(2)}">${dots.join('')}</g>`;
}

function moon({ night }: Palette, width: number): string {
  if (night < 0.5) return '';
  const opacity = ((night - 0.5) * 2).toFixed(2);
  return (
    `<g opacity="${opacity}" transform="translate(${width * 0.24} 128)"><circle r="74" fill="#fff3d6" fill-opacity=".12"/>` +
    `<path d="M9-33A34 34 0 1 0 33 9A27 27 0 0 1 9-33Z" fill="#fff5dd"/></g>`
  );
}

function ringedPlanet({ sun, skyMiddle }: Palette, width: number): string {
  return (
    `<g transform="translate(${width * 0.22} 170) rotate(-18)"><circle r="66" fill="${sun}" fill-opacity=".9"/>` +
    `<path d="M-66 0A66 66 0 0 0 66 0Z" fill="${skyMiddle}" fill-opacity=".55"/>` +
    `<ellipse rx="120" ry="24" fill="none" stroke="${sun}" stroke-width="7" stroke-opacity=".75"/></g>`
  );
}

/** Half of the side of the square that the sun and its glow are drawn in. */
export const SUN_REACH = 260;

/** The sun with its glow, in the middle of its own square. */
export function drawSun({ sun }: Palette): string {
  return (
    `<radialGradient id="glow"><stop offset="0" stop-color="${sun}" stop-opacity=".85"/><stop offset=".16" stop-color="${sun}" stop-opacity=".5"/>` +
    `<stop offset=".45" stop-color="${sun}" stop-opacity=".16"/><stop offset="1" stop-color="${sun}" stop-opacity="0"/></radialGradient>` +
    `<circle r="${SUN_REACH}" fill="url(#glow)"/><circle r="38" fill="${sun}"/>`
  );
}

/** It rises on the right of the stage, crosses in an arc and sets behind the hills on the left. */
export function sunCentre(hour: number, width: number): { x: number; y: number } {
  const height = Math.sin(Math.PI * (0.1 + hour * 0.98));
  return { x: width * (0.82 - 0.5 * hour), y: 480 - 350 * height };
}

export function drawClouds({ seed }: View, { cloud }: Palette, range: Range): string {
  const clouds = spots(seed + 500, 330, range).map(({ x, chance }) => {
    const y = 90 + chance(1) * 210;
    const scale = 0.55 + chance(2) * 0.8;
    const opacity = (0.35 + chance(3) * 0.4).toFixed(2);
    // One path for all puffs: where they overlap they must not show through each other.
    const puffs = [0, 1, 2, 3, 4].map((puff) => {
      const radius = Math.round(16 + chance(puff + 6) * 26);
      return `M${-70 + puff * 35 - radius} ${Math.round(-radius * 0.55)}a${radius} ${radius} 0 1 1 ${radius * 2} 0a${radius} ${radius} 0 1 1 ${-radius * 2} 0Z`;
    });
    return (
      `<path transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale.toFixed(2)} ${(scale * 0.62).toFixed(2)})" ` +
      `fill-opacity="${opacity}" d="${puffs.join('')}M-98-28H98A15 15 0 0 1 98 2H-98A15 15 0 0 1-98-28Z"/>`
    );
  });
  return `<g fill="${cloud}">${clouds.join('')}</g>`;
}
