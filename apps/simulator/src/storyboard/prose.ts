const WEAK_ENDINGS = /\s+(?:a|an|the|of|in|on|at|to|and|with|for|from|by|her|his|its|their|that|who|which)$/i;

/** Up to six words of the prompt, in title case, not ending on a preposition. */
export function toTitle(prompt: string): string {
  const words = prompt
    .replace(/["“”.!?;:\n]/g, ' ')
    .trim()
    .split(/[\s,]+/)
    .slice(0, 6);
  let title = words.join(' ');
  while (WEAK_ENDINGS.test(title)) title = title.replace(WEAK_ENDINGS, '');
  return title.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).replace(/’S\b|'S\b/g, "'s") || 'An Untold Story';
}

/** The steps that a prompt tells: its sentences, and in them what `then` and `and` set side by side. */
export function splitClauses(prompt: string): string[] {
  const clauses = prompt
    .split(/[.!?;\n]+|,?\s+(?:and then|then|until|before|, and)\s+/)
    .map((clause) => clause.trim())
    .filter((clause) => clause.length > 3);
  return clauses.length > 0 ? clauses : [prompt.trim()];
}

export function toSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
