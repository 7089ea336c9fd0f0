import type { Place } from '../vocabulary/places';
import { drawSkyline } from './buildings';
import type { Palette } from './palette';
import * as props from './props';
import type { Prop } from './props';
import type { Range } from './stage';
import { type Ridge, ridgePath, ridgeY, spots } from './terrain';

export type Depth = 'far' | 'middle' | 'near';

export interface Ground {
  seed: number;
  palette: Palette;
  range: Range;
}

export type Scene = (ground: Ground) => string;

interface Growth {
  spacing: number;
  /** From the smallest to the largest. */
  scale: [number, number];
  /** The share of spots where something stands. */
  density?: number;
  sink?: number;
}

/** What can be seen at each depth of each place. */
export const SCENERY: Record<Place, Record<Depth, Scene>> = {
  sea: {
    far: hills('far', { y: 432, swing: 34, length: 420 }),
    middle: water,
    near: layers(
      hills('near', { y: 590, swing: 42, length: 640 }),
      grow('near', { y: 590, swing: 42, length: 640 }, props.lighthouse, { spacing: 980, scale: [1.5, 1.8], sink: 6 }),
      grow('near', { y: 596, swing: 42, length: 640 }, props.bush, { spacing: 150, scale: [0.5, 0.9], density: 0.6 }),
    ),
  },
  city: {
    far: skyline('far', { spacing: 74, top: 190, bottom: 470, glow: 0.1 }),
    middle: skyline('middle', { spacing: 116, top: 240, bottom: 520, glow: 0.2 }),
    near: layers(
      skyline('near', { spacing: 190, top: 430, bottom: 560, glow: 0.3 }),
      grow('near', { y: 606, swing: 0, length: 400 }, props.lampPost, { spacing: 330, scale: [1.15, 1.15] }),
    ),
  },
  forest: {
    far: layers(
      peaks('far', { y: 360, swing: 100, length: 330 }),
      woods('far', 470, { spacing: 30, scale: [0.7, 1.3] }),
    ),
    middle: layers(
      hills('middle', { y: 520, swing: 30, length: 500 }),
      woods('middle', 530, { spacing: 46, scale: [1.2, 2.3] }),
    ),
    near: layers(
      grow('near', { y: 620, swing: 8, length: 300 }, props.trunk, { spacing: 300, scale: [0.9, 1.5], density: 0.8 }),
      hills('near', { y: 598, swing: 20, length: 360 }),
      grow('near', { y: 600, swing: 20, length: 360 }, props.bush, { spacing: 84, scale: [0.5, 1.1] }),
    ),
  },
  desert: {
    far: layers(
      grow('far', { y: 478, swing: 10, length: 500 }, props.mesa, { spacing: 330, scale: [1, 1.9], density: 0.8 }),
      hills('far', { y: 470, swing: 14, length: 400 }),
    ),
    middle: hills('middle', { y: 515, swing: 46, length: 620 }),
    near: layers(
      hills('near', { y: 580, swing: 30, length: 760 }),
      grow('near', { y: 586, swing: 30, length: 760 }, props.cactus, {
        spacing: 260,
        scale: [0.7, 1.25],
        density: 0.7,
      }),
      grow('near', { y: 596, swing: 26, length: 760 }, props.rock, { spacing: 310, scale: [0.5, 0.9], density: 0.6 }),
    ),
  },
  snow: {
    far: peaks('far', { y: 380, swing: 150, length: 300 }),
    middle: layers(
      hills('middle', { y: 510, swing: 34, length: 520 }),
      woods('middle', 516, { spacing: 52, scale: [0.8, 1.6] }),
    ),
    near: layers(
      hills('near', { y: 580, swing: 26, length: 620 }),
      grow('near', { y: 586, swing: 26, length: 620 }, props.house, { spacing: 900, scale: [0.9, 1.1] }),
      woods('near', 590, { spacing: 120, scale: [1.1, 1.9], density: 0.6 }),
    ),
  },
  mountains: {
    far: peaks('far', { y: 350, swing: 190, length: 340 }),
    middle: layers(
      grow('middle', { y: 492, swing: 66, length: 460 }, props.castle, { spacing: 1100, scale: [1, 1.2], sink: 8 }),
      hills('middle', { y: 480, swing: 66, length: 460 }),
      woods('middle', 560, { spacing: 60, scale: [0.6, 1.1], density: 0.8 }),
    ),
    near: layers(
      hills('near', { y: 584, swing: 36, length: 560 }),
      woods('near', 590, { spacing: 150, scale: [1.3, 2.2], density: 0.55 }),
      grow('near', { y: 600, swing: 30, length: 560 }, props.rock, { spacing: 230, scale: [0.5, 1], density: 0.6 }),
    ),
  },
  meadow: {
    far: hills('far', { y: 430, swing: 52, length: 560 }),
    middle: layers(
      hills('middle', { y: 500, swing: 44, length: 620 }),
      grow('middle', { y: 506, swing: 44, length: 620 }, props.windmill, { spacing: 860, scale: [0.9, 1.15] }),
      grow('middle', { y: 506, swing: 44, length: 620 }, props.roundTree, {
        spacing: 130,
        scale: [0.35, 0.7],
        density: 0.6,
      }),
    ),
    near: layers(
      hills('near', { y: 580, swing: 30, length: 700 }),
      grow('near', { y: 586, swing: 30, length: 700 }, props.roundTree, {
        spacing: 420,
        scale: [1.2, 1.9],
        density: 0.75,
      }),
      grow('near', { y: 598, swing: 20, length: 700 }, props.bush, { spacing: 140, scale: [0.4, 0.8], density: 0.7 }),
    ),
  },
  space: {
    far: peaks('far', { y: 440, swing: 90, length: 300 }),
    middle: layers(
      hills('middle', { y: 512, swing: 50, length: 520 }),
      grow('middle', { y: 530, swing: 40, length: 520 }, props.mesa, { spacing: 560, scale: [0.5, 0.9], density: 0.6 }),
    ),
    near: layers(
      hills('near', { y: 582, swing: 30, length: 600 }),
      grow('near', { y: 590, swing: 30, length: 600 }, props.rock, { spacing: 170, scale: [0.5, 1.3], density: 0.75 }),
      grow('near', { y: 588, swing: 30, length: 600 }, props.beacon, { spacing: 980, scale: [1.1, 1.3] }),
    ),
  },
};

const SEEDS: Record<Depth, number> = { far: 1000, middle: 2000, near: 3000 };

function layers(...scenes: Scene[]): Scene {
  return (ground) => scenes.map((scene) => scene(ground)).join('');
}

function ridgeAt(depth: Depth, shape: Omit<Ridge, 'seed'>, seed: number): Ridge {
  return { ...shape, seed: seed + SEEDS[depth] };
}

// Each ridge fades into mist at its foot, which is what gives the picture its depth.
function hills(depth: Depth, shape: Omit<Ridge, 'seed'>): Scene {
  return ({ seed, range }) => `<path d="${ridgePath(ridgeAt(depth, shape, seed), range)}" fill="url(#${depth})"/>`;
}

function peaks(depth: Depth, shape: Omit<Ridge, 'seed'>): Scene {
  return ({ seed, range, palette }) => {
    const ridge = ridgeAt(depth, { ...shape, isSharp: true }, seed);
    const path = ridgePath(ridge, range);
    const id = `snow-${depth}-${shape.y}`;
    return (
      `<linearGradient id="${id}" x1="0" y1="${shape.y - shape.swing}" x2="0" y2="${shape.y}" gradientUnits="userSpaceOnUse">` +
      `<stop offset="0" stop-color="${palette.snow}" stop-opacity=".9"/><stop offset=".75" stop-color="${palette.snow}" stop-opacity=".1"/>` +
      `<stop offset="1" stop-color="${palette.snow}" stop-opacity="0"/></linearGradient>` +
      `<path d="${path}" fill="url(#${depth})"/><path d="${path}" fill="url(#${id})"/>`
    );
  };
}

function grow(depth: Depth, shape: Omit<Ridge, 'seed'>, prop: Prop, growth: Growth): Scene {
  const { spacing, scale, density = 1, sink = 2 } = growth;
  return ({ seed, range, palette }) => {
    const ridge = ridgeAt(depth, shape, seed);
    return spots(seed + SEEDS[depth] + spacing, spacing, range)
      .filter(({ chance }) => chance(5) < density)
      .map(({ x, chance }) => {
        const size = scale[0] + (scale[1] - scale[0]) * chance(6);
        const { lamp, night } = palette;
        const colour = palette[depth];
        return prop({ x, y: ridgeY(ridge, x) + sink, scale: size, colour, bright: palette.skyLow, lamp, night });
      })
      .join('');
  };
}

function woods(depth: Depth, y: number, growth: Growth): Scene {
  return grow(depth, { y, swing: 16, length: 380 }, props.pine, { sink: 12, ...growth });
}

function skyline(
  depth: Depth,
  { spacing, top, bottom, glow }: { spacing: number; top: number; bottom: number; glow: number },
): Scene {
  return ({ seed, range, palette }) =>
    drawSkyline(
      {
        seed: seed + SEEDS[depth],
        spacing,
        top,
        bottom,
        colour: `url(#${depth})`,
        bright: palette.skyLow,
        lamp: palette.lamp,
        glow: glow * (0.25 + palette.night * 1.5),
      },
      range,
    );
}

function water({ seed, range, palette }: Ground): string {
  const horizon = 440;
  const glitter = spots(seed + 77, 34, range)
    .flatMap(({ x, chance }) =>
      [0, 1, 2].map((row) => {
        const y = horizon + 10 + chance(row + 1) ** 1.5 * 150;
        const length = 14 + (y - horizon) * 0.5 * chance(row + 4);
        return `M${x.toFixed(1)} ${y.toFixed(1)}h${length.toFixed(1)}`;
      }),
    )
    .join('');
  const boats = spots(seed + 78, 520, range)
    .map(({ x, chance }) =>
      props.boat({
        x,
        y: 470 + chance(1) * 36,
        scale: 0.5 + chance(2) * 0.5,
        colour: palette.near,
        bright: palette.snow,
        lamp: palette.lamp,
        night: palette.night,
      }),
    )
    .join('');
  return (
    `<rect x="${range.from}" y="${horizon}" width="${range.to - range.from}" height="330" fill="url(#middle)"/>` +
    `<path d="${glitter}" stroke="${palette.skyLow}" stroke-width="2.4" stroke-linecap="round" stroke-opacity=".55"/>${boats}`
  );
}
