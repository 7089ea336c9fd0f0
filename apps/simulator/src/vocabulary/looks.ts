/** The families of style that pictures can be graded in. */
export const LOOKS = ['cinematic', 'noir', 'anime', 'storybook', 'neon', 'vintage', 'miniature', 'natural'] as const;
export type Look = (typeof LOOKS)[number];

const WORDS: [Look, RegExp][] = [
  ['noir', /\bnoir\b|black[- ]and[- ]white|monochrome/i],
  ['neon', /\bneon\b|cyberpunk|synthwave|vaporwave/i],
  ['anime', /\banime\b|\bmanga\b|ghibli|cel[- ]shaded/i],
  ['storybook', /water ?colou?r|storybook|pastel|gouache|\billustrat|\bpaper\b/i],
  ['vintage', /\bvintage\b|\bsepia\b|super[- ]?8|\bretro\b|16 ?mm/i],
  ['miniature', /stop[- ]?motion|\bclay|puppet|felt|miniature/i],
  ['natural', /documentary|photoreal|naturalistic/i],
  ['cinematic', /cinematic|widescreen|epic/i],
];

/** The look that the text names; null where it names none. */
export function findLook(text: string): Look | null {
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? null;
}
