import type { Look } from '../vocabulary/looks';
import type { Place } from '../vocabulary/places';
import { hex, lit, mix, type Rgb, rgb } from './colour';
import { gradeFor } from './grade';

/** Every colour of one moment in one place, as hex. */
export interface Palette {
  skyTop: string;
  skyMiddle: string;
  skyLow: string;
  sun: string;
  cloud: string;
  haze: string;
  far: string;
  middle: string;
  near: string;
  ground: string;
  path: string;
  front: string;
  /** Lit windows and lamps. */
  lamp: string;
  snow: string;
  /** From 0 by day to 1 by night: stars, windows, the moon. */
  night: number;
}

interface Hour {
  sky: [string, string, string];
  sun: string;
  cloud: string;
  light: string;
  night: number;
}

/** The day of a film, evenly spread from its first keyframe to its last. */
const HOURS: readonly Hour[] = [
  { sky: ['#31507f', '#b9869b', '#ffc9a0'], sun: '#fff0cf', cloud: '#ffd3c2', light: '#d2b3bd', night: 0.3 },
  { sky: ['#3f7fbf', '#93c0dc', '#ffe6c0'], sun: '#fff6dc', cloud: '#fff1e2', light: '#f2e4d8', night: 0 },
  { sky: ['#2f78c4', '#7fb9e2', '#dcefF3'], sun: '#fffdf0', cloud: '#ffffff', light: '#ffffff', night: 0 },
  { sky: ['#3d6fa8', '#d5b48f', '#ffce7e'], sun: '#fff0b8', cloud: '#ffe2b3', light: '#ffdfae', night: 0 },
  { sky: ['#2f2d63', '#c4597a', '#ff9a52'], sun: '#ffd98a', cloud: '#ff9f86', light: '#dd9c8e', night: 0.45 },
  { sky: ['#0f1a3f', '#34427f', '#8f6f9f'], sun: '#ffc9a0', cloud: '#5f6296', light: '#7f8cb8', night: 1 },
];

/** Far, middle, near and ground by the light of noon, and the path on it. */
const LANDS: Record<Place, [string, string, string, string, string]> = {
  sea: ['#5f8aa6', '#2f7f9f', '#4f7f63', '#5f8f55', '#d8c39a'],
  city: ['#7f8ca6', '#5a6688', '#3c4566', '#474c60', '#7d7f90'],
  forest: ['#6f9a8c', '#41775f', '#285743', '#3c6b3c', '#a08a5f'],
  desert: ['#b9785f', '#d69a5c', '#c27f48', '#d9a562', '#efcf95'],
  snow: ['#9fb4d0', '#87a3c4', '#5f7d9c', '#e3edf6', '#c3d4e6'],
  mountains: ['#6e83a6', '#52708a', '#43694f', '#5c8350', '#b9a67d'],
  meadow: ['#86a8a0', '#7fa861', '#5f9447', '#6fa84a', '#dcc590'],
  space: ['#7a5a86', '#8a5a70', '#6a4360', '#9a6a6e', '#c89a90'],
};

export function paletteAt(place: Place, look: Look, hour: number): Palette {
  const { now, next, share } = hoursAround(place === 'space' ? 0.72 + hour * 0.28 : hour);
  const grade = gradeFor(look);
  const between = (a: string, b: string): Rgb => mix(rgb(a), rgb(b), share);
  const light = between(now.light, next.light);
  const haze = mix(between(now.sky[2], next.sky[2]), between(now.sky[1], next.sky[1]), 0.35);
  const land = (surface: string, distance: number): string => hex(grade(mix(lit(rgb(surface), light), haze, distance)));
  const [far, middle, near, ground, path] = LANDS[place];
  return {
    skyTop: hex(grade(between(now.sky[0], next.sky[0]))),
    skyMiddle: hex(grade(between(now.sky[1], next.sky[1]))),
    skyLow: hex(grade(between(now.sky[2], next.sky[2]))),
    sun: hex(grade(between(now.sun, next.sun))),
    cloud: hex(grade(between(now.cloud, next.cloud))),
    haze: hex(grade(haze)),
    far: land(far, 0.5),
    middle: land(middle, 0.26),
    near: land(near, 0.08),
    ground: land(ground, 0),
    path: land(path, 0.05),
    front: hex(grade(mix(lit(rgb(near), light), rgb('#060a18'), 0.74))),
    lamp: look === 'noir' ? '#f4f1ea' : '#ffd37a',
    snow: land('#ffffff', 0.12),
    night: now.night + (next.night - now.night) * share,
  };
}

function hoursAround(hour: number): { now: Hour; next: Hour; share: number } {
  const place = Math.min(1, Math.max(0, hour)) * (HOURS.length - 1);
  const index = Math.min(HOURS.length - 2, Math.floor(place));
  const [now, next] = [HOURS[index], HOURS[index + 1]];
  if (now === undefined || next === undefined) throw new Error(`No hour at ${hour}`);
  return { now, next, share: place - index };
}
