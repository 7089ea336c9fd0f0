const WEAK_ENDINGS = /\s+(?:a|an|the|of|in|on|at|to|and|with|for|from|by|her|his|its|their|that|who|which)$/i;

const SMALL_WORDS = /(?!^)\b(A|An|The|Of|In|On|At|To|And|With|For|From|By|Or)\b/g;
const LONGEST_TITLE = 90;
const LONGEST_CLAUSE = 220;

/** Up to six words of the prompt, in title case, not ending on a preposition. */
export function toTitle(prompt: string): string {
  const words = toPlain(prompt)
    .replace(/["“”.!?;:]/g, ' ')
    .trim()
    .split(/[\s,]+/)
    .slice(0, 6);
  let title = words.join(' ');
  while (WEAK_ENDINGS.test(title)) title = title.replace(WEAK_ENDINGS, '');
  const capitalised = title.replace(/(?<![\p{L}'’])\p{Ll}/gu, (letter) => letter.toUpperCase());
  return (
    cut(
      capitalised.replace(SMALL_WORDS, (word) => word.toLowerCase()),
      LONGEST_TITLE,
    ) || 'An Untold Story'
  );
}

/** The steps that a prompt tells: its sentences, and in them what `then` and `and` set side by side. */
export function splitClauses(prompt: string): string[] {
  const clauses = toPlain(prompt)
    .split(/[.!?;]+|,?\s+(?:and then|then|until|before|, and)\s+/)
    .map((clause) => cut(clause.trim(), LONGEST_CLAUSE))
    .filter((clause) => clause.length > 3);
  return clauses.length > 0 ? clauses : [cut(toPlain(prompt).trim(), LONGEST_CLAUSE)];
}

export function toSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// By whole characters, so that no pair of surrogates is torn.
function cut(text: string, length: number): string {
  return Array.from(text).slice(0, length).join('').trim();
}

function toPlain(text: string): string {
  return text.toWellFormed().replace(/[\p{C}\s]+/gu, ' ');
}
