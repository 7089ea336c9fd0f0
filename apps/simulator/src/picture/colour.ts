/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function hex(colour: Rgb): string {
  const channels = colour.map((channel) => Math.round(Math.min(255, Math.max(0, channel))));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** `share` of the second colour in the first, from 0 to 1. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** A surface of one colour under light of another. */
export function lit(surface: Rgb, light: Rgb): Rgb {
  return [(surface[0] * light[0]) / 255, (surface[1] * light[1]) / 255, (surface[2] * light[2]) / 255];
}

export function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** 0 is grey, 1 leaves the colour, above 1 it glows. */
export function saturate(colour: Rgb, amount: number): Rgb {
  const grey = luminance(colour);
  return mix([grey, grey, grey], colour, amount);
}
