import { COLOURS, COLOUR_NAMES, type ColourName, findWornColour } from '../vocabulary/colours';
import { type Figure, findFigure } from '../vocabulary/figures';
import { isAtNight } from '../vocabulary/hours';
import { findLook, type Look } from '../vocabulary/looks';
import { findPlace, type Place } from '../vocabulary/places';
import { pick, seedOf } from '../vocabulary/seeded-random';
import { type Caption, readCaption, readSceneMark, type SceneMark } from './caption-text';

/** One look into one world: all that a still is drawn from. */
export interface View {
  seed: number;
  /** The hero's own, the same in every world that the hero comes to. */
  heroSeed: number;
  place: Place;
  look: Look;
  figure: Figure;
  colour: ColourName;
  /** How many keyframes along the way. */
  position: number;
  /** The time of day, from dawn (0) to dusk (1). */
  hour: number;
  caption: Caption;
}

/** Where the night of a film begins. */
const NIGHTFALL = 0.84;
/** Without a scene number each successor is this much later in the day. */
const HOUR_PER_STEP = 0.18;

/**
 * What the prompt says holds; what it leaves open is taken from the pictures it was given, so that a successor
 * shows the same hero in the same world, further along.
 */
export function viewOf(prompt: string, inputs: readonly View[]): View {
  const [before] = [...inputs].sort((a, b) => b.position - a.position);
  const mark = readSceneMark(prompt);
  // The line that the mark stands in; what follows it speaks of style.
  const scene = mark === null ? prompt : (prompt.slice(mark.index).split('\n')[0] ?? prompt);
  const tag = /\[[^\]:]{1,40}:[^\]]{1,80}\]/.exec(prompt)?.[0] ?? null;
  const place = findPlace(withoutTags(scene)) ?? before?.place ?? findPlace(prompt) ?? 'meadow';
  const seed = tag === null ? (before?.seed ?? seedOf(prompt)) : seedOf(`${tag}${place}`);
  const position = mark === null ? (before ? before.position + 1 : 0) : mark.position;
  return {
    seed,
    heroSeed: tag === null ? (before?.heroSeed ?? seed) : seedOf(tag),
    place,
    look: before?.look ?? findLook(prompt) ?? 'cinematic',
    figure: tag === null ? (before?.figure ?? findFigure(prompt).figure) : findFigure(tag).figure,
    colour: colourOf(tag ?? prompt) ?? before?.colour ?? pick(COLOUR_NAMES, seed),
    position,
    hour: hourOf(scene, mark, before),
    caption: readCaption(prompt),
  };
}

// A film lasts one day, or one night where its scenes say so.
function hourOf(scene: string, mark: SceneMark | null, before: View | undefined): number {
  const progress = mark === null ? 0.4 : mark.position / mark.total;
  const hour = isAtNight(scene) ? NIGHTFALL + (1 - NIGHTFALL) * progress : progress;
  return mark === null && before !== undefined ? Math.min(1, before.hour + HOUR_PER_STEP) : hour;
}

/** Whether one can travel from one view to the other without leaving the world. */
export function areInOneWorld(a: View, b: View): boolean {
  return a.seed === b.seed && a.place === b.place && a.look === b.look && a.figure === b.figure;
}

function colourOf(text: string): ColourName | null {
  return findWornColour(text) ?? COLOUR_NAMES.find((name) => new RegExp(`\\b${name}\\b`, 'i').test(text)) ?? null;
}

// What a hero is called says nothing of where it is.
function withoutTags(text: string): string {
  return text.replace(/\[[^\]]*\]/g, ' ');
}

export function heroColour({ colour }: View): string {
  return COLOURS[colour];
}
