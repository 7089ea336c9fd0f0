import { z } from 'zod';
import { ERROR_CODE_NAMES } from './error-codes';

/** An error as events and answers carry it. */
export const errorFactsSchema = z.object({
  code: z.enum(ERROR_CODE_NAMES),
  message: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});
