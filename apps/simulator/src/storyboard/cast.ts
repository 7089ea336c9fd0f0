import { COLOUR_NAMES, type ColourName, findWornColour } from '../vocabulary/colours';
import { type Figure, findFigure } from '../vocabulary/figures';
import { pick } from '../vocabulary/seeded-random';

export interface Hero {
  name: string;
  figure: Figure;
  colour: ColourName;
  face: string;
  clothing: string;
  /** Holds the hero's look together through every prompt of the film: `[MARA: teal coat]`. */
  identityTag: string;
}

const NAMES: Record<Figure, readonly string[]> = {
  person: ['Mara', 'Ilse', 'Tomas', 'Noor', 'Elio', 'Wren', 'Sana', 'Ode', 'Juno', 'Kai'],
  robot: ['Bolt', 'Pim', 'Otto', 'Unit Seven', 'Copper'],
  animal: ['Ember', 'Tansy', 'Juniper', 'Pepper', 'Saffi'],
};

const FACES: Record<Figure, readonly string[]> = {
  person: [
    'warm brown eyes, freckles, short dark hair',
    'grey eyes, a calm narrow face, silver hair tied back',
    'hazel eyes, round cheeks, black curls',
    'green eyes, a strong jaw, auburn hair',
  ],
  robot: ['one round lamp for an eye, a dented tin brow', 'two amber lenses that blink, a speaker grille for a mouth'],
  animal: ['bright black eyes, alert pointed ears', 'amber eyes, a white muzzle, one folded ear'],
};

const GARMENTS: Record<Figure, string> = { person: 'coat', robot: 'shell', animal: 'scarf' };

export function castHero(prompt: string, seed: number): Hero {
  const { figure, word } = findFigure(prompt);
  const colour = findWornColour(prompt) ?? pick(COLOUR_NAMES, seed + 1);
  const name = findName(prompt) ?? pick(NAMES[figure], seed + 2);
  const garment = figure === 'animal' ? `${word ?? 'fox'} with a ${colour} scarf` : `${colour} ${GARMENTS[figure]}`;
  return {
    name,
    figure,
    colour,
    face: pick(FACES[figure], seed + 3),
    clothing: toClothing(figure, colour),
    identityTag: `[${name.toUpperCase()}: ${figure === 'robot' ? `${colour} robot` : garment}]`,
  };
}

function toClothing(figure: Figure, colour: ColourName): string {
  if (figure === 'robot') return `a worn ${colour} shell with brass rivets and a small antenna`;
  if (figure === 'animal') return `a ${colour} scarf, loosely tied`;
  return `a long ${colour} coat, dark trousers, sturdy boots, a pale scarf`;
}

// A name that the prompt itself gives: `named Ada`, `called Ada`.
function findName(prompt: string): string | null {
  return /\b(?:named|called)\s+([A-Z]\w{1,14})/.exec(prompt)?.[1] ?? null;
}
