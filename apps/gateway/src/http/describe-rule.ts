/** What zod says of a broken rule, as far as it is used here. */
export interface BrokenRule {
  message: string;
  code?: string;
  origin?: string;
  expected?: string;
  maximum?: number | bigint;
  minimum?: number | bigint;
  values?: readonly unknown[];
}

/** The rule in words that follow the field's name: "scenes: must be at most 60". */
export function describeRule(rule: BrokenRule): string {
  const { code, message, origin, expected, maximum, minimum, values = [] } = rule;
  if (!ZOD_WORDS.test(message)) return message;
  if (code === 'too_big') return `must be at most ${String(maximum)}${unitOf(origin)}`;
  if (code === 'too_small') return `must be at least ${String(minimum)}${unitOf(origin)}`;
  if (code === 'invalid_value') return `must be one of ${values.map(String).join(', ')}`;
  const kinds = /^Invalid discriminator value\. Expected (.+)$/.exec(message)?.[1];
  if (kinds !== undefined) return `must be one of ${kinds.replaceAll("'", '').replaceAll(' | ', ', ')}`;
  if (code === 'invalid_type') return expected === 'int' ? 'must be a whole number' : `must be ${articleOf(expected)}`;
  return message;
}

// Our own rules have words of their own; these are the library's.
const ZOD_WORDS = /^(Too big|Too small|Invalid)/;

function unitOf(origin: string | undefined): string {
  if (origin === 'string') return ' characters long';
  if (origin === 'array') return ' items long';
  return '';
}

function articleOf(expected = 'of another kind'): string {
  const name = expected === 'record' ? 'object' : expected;
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}
