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
    throw invalid([describeBroken(text)]);
  }
  const result = schema.safeParse(parsed);
  if (result.success) return result.data;
  throw invalid(
    result.error.issues
      .slice(0, MAX_PROBLEMS)
      .map(({ path, message }) => `${path.join('.') || 'storyboard'}: ${message}`),
  );
}

// What was cut off would be cut off again at the same length.
function describeBroken(text: string): string {
  const isCut = text.trimStart().startsWith('{') && !text.trimEnd().endsWith('}');
  if (!isCut) return `the answer is not JSON (${text.length} characters)`;
  return `the answer was cut off after ${text.length} characters: say the same in half as many`;
}

function invalid(problems: string[]): AppError {
  return new AppError('STORYBOARD_INVALID', `the storyboard breaks its rules: ${problems.join('; ')}`, {
    details: { problems },
  });
}
