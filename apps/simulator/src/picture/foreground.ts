import { COLOURS } from '../vocabulary/colours';
import type { Place } from '../vocabulary/places';
import type { Ground } from './scenery';
import { PATH_Y, STAGE_HEIGHT } from './stage';
import { spots } from './terrain';

const FLOWERS = [COLOURS.rose, COLOURS.saffron, '#ffffff', COLOURS.coral] as const;
const BARE: readonly Place[] = ['city', 'desert', 'snow', 'space'];

/** The ground that the hero walks on, flat, with a path along it. */
export function drawGround({ seed, palette, range }: Ground, place: Place): string {
  const { from, to } = range;
  const width = to - from;
  const tufts = spots(seed + 600, 26, range)
    .map(({ x, chance }) => {
      const y = PATH_Y - 14 + chance(1) * 110;
      return Math.abs(y - PATH_Y - 8) < 12 ? '' : tuft(x, y, 6 + chance(2) * 11 * (y / PATH_Y));
    })
    .join('');
  return (
    `<path d="M${from} ${PATH_Y - 22}H${to}V${STAGE_HEIGHT}H${from}Z" fill="url(#ground)"/>` +
    `<rect x="${from}" y="${PATH_Y - 6}" width="${width}" height="26" fill="${palette.path}" fill-opacity=".8"/>` +
    `<rect x="${from}" y="${PATH_Y - 6}" width="${width}" height="4" fill="#fff" fill-opacity=".14"/>` +
    (BARE.includes(place)
      ? pebbles(seed, range, palette.near)
      : `<path d="${tufts}" fill="${palette.near}" fill-opacity=".75"/>${flowers(seed, range)}`)
  );
}

function tuft(x: number, y: number, height: number): string {
  const [left, right, top] = [x - height * 0.45, x + height * 0.5, y - height];
  return `M${left.toFixed(1)} ${(y - height * 0.8).toFixed(1)}L${x.toFixed(1)} ${y.toFixed(1)}L${(x + 1).toFixed(1)} ${top.toFixed(1)}L${(x + 3).toFixed(1)} ${y.toFixed(1)}L${right.toFixed(1)} ${(y - height * 0.7).toFixed(1)}L${(x + 5).toFixed(1)} ${y.toFixed(1)}Z`;
}

function flowers(seed: number, range: Ground['range']): string {
  return spots(seed + 700, 58, range)
    .map(({ x, chance }) => {
      const fill = FLOWERS[Math.floor(chance(1) * FLOWERS.length)] ?? '#fff';
      return `<circle cx="${x.toFixed(1)}" cy="${(PATH_Y + 30 + chance(2) * 50).toFixed(1)}" r="${(2.4 + chance(3) * 2).toFixed(1)}" fill="${fill}" fill-opacity=".85"/>`;
    })
    .join('');
}

function pebbles(seed: number, range: Ground['range'], fill: string): string {
  const stones = spots(seed + 700, 64, range)
    .map(({ x, chance }) => {
      const radius = 2 + chance(3) * 5;
      return `<ellipse cx="${x.toFixed(1)}" cy="${(PATH_Y + 28 + chance(2) * 60).toFixed(1)}" rx="${(radius * 1.7).toFixed(1)}" ry="${radius.toFixed(1)}"/>`;
    })
    .join('');
  return `<g fill="${fill}" fill-opacity=".5">${stones}</g>`;
}

/** Dark blades close to the lens; the caption stands on them. */
export function drawFront({ seed, palette, range }: Ground, place: Place): string {
  const { from, to } = range;
  const isSoft = place === 'desert' || place === 'snow' || place === 'space' || place === 'city';
  const blades = spots(seed + 800, isSoft ? 90 : 22, range)
    .map(({ x, chance }) => {
      const height = (isSoft ? 14 : 26) + chance(1) * (isSoft ? 18 : 58);
      const lean = (chance(2) - 0.5) * 34;
      const half = isSoft ? 60 : 5;
      return `M${(x - half).toFixed(1)} 690Q${x.toFixed(1)} ${(690 - height * 0.6).toFixed(1)} ${(x + lean).toFixed(1)} ${(690 - height).toFixed(1)}Q${(x + half).toFixed(1)} ${(690 - height * 0.4).toFixed(1)} ${(x + half).toFixed(1)} 690Z`;
    })
    .join('');
  return `<path d="M${from} 684H${to}V${STAGE_HEIGHT}H${from}Z${blades}" fill="${palette.front}"/>`;
}
