import { type Fault, toFieldName } from './list-faults';
import { toShownValue } from './shown-value';

/** Texts and keys that Postgres cannot keep. Only for input that its schema has bounded: it recurses. */
export function findUnstorableText(value: unknown, path: readonly PropertyKey[] = []): Fault[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [toFault(path, value)];
  if (Array.isArray(value)) return value.flatMap((item, i) => findUnstorableText(item, [...path, i]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(isStorable(key) ? [] : [toFault([...path, key.toWellFormed()], key)]),
    ...findUnstorableText(member, [...path, key]),
  ]);
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function toFault(path: readonly PropertyKey[], value: string): Fault {
  const rule = 'must be well-formed Unicode without a NUL character';
  return { field: toFieldName(path), rule, value: toShownValue(value) };
}
