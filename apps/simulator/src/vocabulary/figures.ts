/** The shapes that a hero can have. */
export const FIGURES = ['person', 'robot', 'animal'] as const;
export type Figure = (typeof FIGURES)[number];

const WORDS: [Figure, RegExp][] = [
  ['robot', /\b(robots?|androids?|droids?|automaton|machine|rover)\b/i],
  ['animal', /\b(fox|cat|kitten|dog|puppy|wolf|deer|horse|bear|rabbit|hare|tiger|lion|dragon|creature|goat|pony)\b/i],
];

/** Whoever the text names first is the hero; most heroes are people. */
export function findFigure(text: string): { figure: Figure; word: string | null } {
  const found = WORDS.flatMap(([figure, words]) => {
    const match = words.exec(text);
    return match === null ? [] : [{ figure, word: match[0].toLowerCase(), index: match.index }];
  }).sort((a, b) => a.index - b.index);
  return found[0] ?? { figure: 'person', word: null };
}
