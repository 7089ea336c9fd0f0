/** Plain words as a list for `IN`: written out, so that the planner sees that a partial index covers them. */
export function sqlList(words: readonly string[]): string {
  return `(${words.map((word) => `'${word}'`).join(', ')})`;
}
