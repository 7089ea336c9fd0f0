/** What Compose makes of `${NAME:-otherwise}` and `${NAME:+instead}`, one inside another included. */
export function substitute(text: string, variables: Record<string, string>): string {
  const innermost = /\$\{(\w+)(?:(:[-+])([^{}]*))?\}/g;
  let before: string;
  let after = text;
  do {
    before = after;
    after = before.replace(innermost, (_, name: string, operator: string | undefined, word = '') =>
      choose(variables[name] ?? '', operator, String(word)),
    );
  } while (after !== before);
  return after;
}

function choose(value: string, operator: string | undefined, word: string): string {
  if (operator === ':-') return value === '' ? word : value;
  if (operator === ':+') return value === '' ? '' : word;
  return value;
}
