import type { OptionValues } from '../command';

/** All values of an option that may be repeated. */
export function listOf(raw: OptionValues[string]): string[] {
  return (Array.isArray(raw) ? raw : raw === undefined ? [] : [raw]).map(String);
}
