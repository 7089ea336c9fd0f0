const LONGEST = 200;

/** What a problem may repeat of a value: whole when it is short, else its beginning. */
export function toShownValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'string') return cut(value);
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? `an array of ${value.length}` : `an object with ${Object.keys(value).length} fields`;
}

function cut(text: string): string {
  const wellFormed = text.toWellFormed();
  return wellFormed.length > LONGEST ? `${wellFormed.slice(0, LONGEST).toWellFormed()}…` : wellFormed;
}
