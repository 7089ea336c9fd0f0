import type { ArgumentMetadata } from '@nestjs/common';
import { AppError } from '@shared/errors/app-error';
import { findUnstorableText } from './find-unstorable-text';
import { type Fault, listFaults } from './list-faults';

type StandardSchema = NonNullable<ArgumentMetadata['schema']>;

/** What the schema makes of the input; INVALID_INPUT with every fault at once when it breaks a rule. */
export async function parseInput(schema: StandardSchema, raw: unknown): Promise<unknown> {
  const result = await schema['~standard'].validate(raw);
  if (result.issues) throw toInvalidInput(listFaults(result.issues, raw));
  const unstorable = findUnstorableText(result.value);
  if (unstorable.length > 0) throw toInvalidInput(unstorable);
  return result.value;
}

/** The house form of faults in a request. */
export function toInvalidInput(errors: Fault[]): AppError {
  const [first] = errors;
  const summary =
    errors.length === 1 && first ? `${first.field}: ${first.rule}` : `${errors.length} fields break a rule`;
  return new AppError('INVALID_INPUT', summary, { details: { errors } });
}
