import type { z } from 'zod';
import { AppError } from '@shared/errors/app-error';
import type { Storyboard } from '@shared/contracts/storyboard';

const MAX_PROBLEMS = 20;

/** Throws STORYBOARD_INVALID with every problem, each naming the field and the rule. */
export function readStoryboard(text: string, schema: z.ZodType<Storyboard>): Storyboard {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalid([`the answer is not JSON (${text.length} characters)`]);
  }
  const result = schema.safeParse(parsed);
  if (result.success) return result.data;
  throw invalid(
    result.error.issues
      .slice(0, MAX_PROBLEMS)
      .map(({ path, message }) => `${path.join('.') || 'storyboard'}: ${message}`),
  );
}

function invalid(problems: string[]): AppError {
  return new AppError('STORYBOARD_INVALID', `the storyboard breaks its rules: ${problems.join('; ')}`, {
    details: { problems },
  });
}
