/** The families of style that pictures can be graded in. */
export const LOOKS = [
  'cinematic',
  'natural',
  'vivid',
  'dread',
  'anime',
  'vintage',
  'neon',
  'fierce',
  'noir',
  'storybook',
  'miniature',
] as const;
export type Look = (typeof LOOKS)[number];

// The first that fits wins, so the narrow words stand before the wide ones.
const WORDS: [Look, RegExp][] = [
  ['noir', /\bnoir\b|black[- ]and[- ]white|monochrome/i],
  ['anime', /\banime\b|\bmanga\b|ghibli|\bcel\b/i],
  ['neon', /\bneon\b|cyberpunk|synthwave|\bsci-?fi\b|futuris|holograph/i],
  ['dread', /\bhorror\b|\bdread\b|\bdecay\b|\beerie\b/i],
  ['storybook', /water ?colou?r|storybook|gouache|\billustrat|\bpaper\b/i],
  ['vintage', /\bvintage\b|\bsepia\b|super[- ]?8|\bretro\b|16 ?mm/i],
  ['miniature', /stop[- ]?motion|\bclay|puppet|\bfelt\b|miniature/i],
  ['fierce', /\baction\b|high energy|explosi/i],
  ['vivid', /\bcommercial\b|polished|high key/i],
  ['cinematic', /\bcinematic\b|widescreen|anamorphic/i],
  ['natural', /documentary|photoreal|naturalistic|observational|wildlife|\bnature\b|\bvlog\b|smartphone/i],
];

/** The look that the text names; null where it names none. A prompt that has a line on style is read there only. */
export function findLook(text: string): Look | null {
  const style = /\bstyle: .*/i.exec(text)?.[0] ?? text;
  return WORDS.find(([, words]) => words.test(style))?.[0] ?? null;
}
