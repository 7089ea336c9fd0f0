import { z } from 'zod';

/** Text that every part can store: no NUL, no half of a surrogate pair, not blank. */
export function textSchema(maxLength: number) {
  return (
    z
      .string()
      .max(maxLength)
      // eslint-disable-next-line no-control-regex -- Postgres stores no NUL, and clients read this pattern in the OpenAPI document
      .regex(/^[^\u0000]*\S[^\u0000]*$/, 'must hold something other than blanks, and no NUL character')
      .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
  );
}
