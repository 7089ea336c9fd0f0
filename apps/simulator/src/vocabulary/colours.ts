/** Colours that a character can be known by, each far from the others and from every sky. */
export const COLOURS = {
  teal: '#1fa6a0',
  crimson: '#d0293f',
  amber: '#f2a324',
  violet: '#8a56d6',
  coral: '#ff6f5b',
  emerald: '#23a55f',
  cobalt: '#2d62d8',
  rose: '#e8608f',
  saffron: '#f6c12e',
  scarlet: '#e8382a',
} as const;

export type ColourName = keyof typeof COLOURS;
export const COLOUR_NAMES = Object.keys(COLOURS) as ColourName[];

/** Words of everyday speech for the colours above. */
const SYNONYMS: Record<string, ColourName> = {
  red: 'scarlet',
  orange: 'amber',
  yellow: 'saffron',
  green: 'emerald',
  blue: 'cobalt',
  purple: 'violet',
  pink: 'rose',
  turquoise: 'teal',
  golden: 'amber',
  gold: 'saffron',
};

const WEARABLE =
  'rain ?coat|coat|jacket|cloak|cape|hood|hoodie|scarf|dress|shirt|suit|sweater|armou?r|poncho|kimono|fox|cat|dog|robot|balloon|bird';
const COLOUR_WORD = [...COLOUR_NAMES, ...Object.keys(SYNONYMS)].join('|');
const WORN_COLOUR = new RegExp(`\\b(${COLOUR_WORD})(?: \\w+)? (?:${WEARABLE})\\b`, 'i');

/** The colour of what somebody wears, or of the creature itself, where the text names one. */
export function findWornColour(text: string): ColourName | null {
  const word = WORN_COLOUR.exec(text)?.[1]?.toLowerCase();
  if (word === undefined) return null;
  return SYNONYMS[word] ?? (word as ColourName);
}
