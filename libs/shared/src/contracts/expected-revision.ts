import { z } from 'zod';

/** In the body of every change of a film; 409 when another revision is there. */
export const expectedRevisionSchema = z
  .number()
  .int()
  .positive()
  .optional()
  .describe('The revision that is to be changed; If-Match says the same');
