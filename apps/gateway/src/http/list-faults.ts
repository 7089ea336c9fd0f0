import type { Problem } from '@shared/contracts/film';
import { type BrokenRule, describeRule } from './describe-rule';
import { toShownValue } from './shown-value';

/** What zod says of a fault, as far as it is used here. */
export interface Issue extends BrokenRule {
  keys?: readonly string[];
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
}

export type Fault = NonNullable<Problem['errors']>[number];

/** Field, rule and value of each issue; the value is what was received, cut short. */
export function listFaults(issues: readonly Issue[], raw: unknown): Fault[] {
  return issues.flatMap((issue) => {
    const path = (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
    const paths = issue.code === 'unrecognized_keys' ? (issue.keys ?? []).map((key) => [...path, key]) : [path];
    const rule = issue.code === 'unrecognized_keys' ? 'is not a field of this request' : describeRule(issue);
    return paths.map((faulty) => ({
      field: toFieldName(faulty),
      rule,
      value: faulty.some(isSecret) ? '(not shown)' : toShownValue(readPath(raw, faulty)),
    }));
  });
}

// Also where it is called by a name that no request has.
function isSecret(part: PropertyKey): boolean {
  return /^(secret|key|token|password|credentials?|api_?key)$/i.test(String(part));
}

export function toFieldName(path: readonly PropertyKey[]): string {
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return name === '' ? '(body)' : name.replace(/^\./, '').slice(0, 200);
}

function readPath(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
