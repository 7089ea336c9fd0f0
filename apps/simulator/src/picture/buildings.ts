import { type Spot, spots } from './terrain';
import { STAGE_HEIGHT, type Range } from './stage';

export interface Skyline {
  seed: number;
  spacing: number;
  /** Where roofs are, at the highest and at the lowest. */
  top: number;
  bottom: number;
  colour: string;
  bright: string;
  lamp: string;
  /** The share of windows that are lit. */
  glow: number;
}

const WINDOW = { across: 15, down: 22, width: 6, height: 10 } as const;

export function drawSkyline(skyline: Skyline, range: Range): string {
  return spots(skyline.seed, skyline.spacing, range)
    .map((spot) => drawBuilding(skyline, spot))
    .join('');
}

function drawBuilding(skyline: Skyline, spot: Spot): string {
  const { spacing, top, bottom, colour, bright, lamp } = skyline;
  const width = spacing * (0.75 + spot.chance(1) * 0.6);
  const y = bottom - (bottom - top) * spot.chance(2) ** 1.6;
  const body = `<path d="M${spot.x} ${STAGE_HEIGHT}V${y}H${spot.x + width}V${STAGE_HEIGHT}Z" fill="${colour}"/>`;
  const edge = `<path d="M${spot.x + width * 0.72} ${STAGE_HEIGHT}V${y}H${spot.x + width}V${STAGE_HEIGHT}Z" fill="${bright}" fill-opacity=".18"/>`;
  const mast =
    spot.chance(3) > 0.6 ? `<path d="M${spot.x + width / 2} ${y}V${y - 46}" stroke="${colour}" stroke-width="3"/>` : '';
  const tank = spot.chance(4) > 0.6 ? `<path d="M${spot.x + 12} ${y}v-22h${width * 0.25}v22z" fill="${colour}"/>` : '';
  return `${mast}${tank}${body}${edge}<path d="${windows(skyline, spot, { width, y })}" fill="${lamp}" fill-opacity=".85"/>`;
}

// One path for all lit windows of a building keeps the drawing small.
function windows({ glow }: Skyline, spot: Spot, { width, y }: { width: number; y: number }): string {
  const lit: string[] = [];
  let count = 10;
  for (let row = y + 16; row < 620; row += WINDOW.down) {
    for (let x = spot.x + 9; x < spot.x + width - 9; x += WINDOW.across) {
      count += 1;
      if (spot.chance(count) < glow)
        lit.push(`M${x.toFixed(1)} ${row.toFixed(1)}h${WINDOW.width}v${WINDOW.height}h-${WINDOW.width}z`);
    }
  }
  return lit.join('');
}
