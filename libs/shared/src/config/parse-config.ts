import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every bad key at once, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(`Bad configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** Reads the settings once; what comes out does not change. A key that is set to nothing counts as not set. */
export function parseConfig<T extends object>(schema: z.ZodType<T>, env: Environment): Readonly<T> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given);
  if (!result.success) throw new ConfigError(result.error.issues.map((issue) => describeIssue(issue, given)));
  return Object.freeze(result.data);
}

const SECRET = /KEY|SECRET|PASSWORD|TOKEN|CREDENTIAL|_URL$/;

function describeIssue(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const key = String(issue.path[0] ?? '(settings)');
  const value = given[key];
  if (value === undefined) return `${key}: ${issue.message} (not set)`;
  return `${key}: ${issue.message} (${SECRET.test(key) ? 'value not shown' : `received ${JSON.stringify(value)}`})`;
}
