import { z } from 'zod';
import { ORIGINS } from '@shared/contracts/event-shapes';
import { errorFactsSchema } from '@shared/contracts/error-facts';
import { unitSchema } from '@shared/contracts/unit';
import { usdSchema } from '@shared/contracts/money';

const time = z.iso.datetime().nullable();

/** What `GET /v1/films/{id}/costs` answers: every purchase, and what they come to. */
export const filmCostsSchema = z.object({
  filmId: z.string(),
  totals: z.object({ estimate: usdSchema.nullable(), held: usdSchema, captured: usdSchema, limit: usdSchema }),
  attempts: z.array(
    z.object({
      id: z.string(),
      unit: unitSchema,
      number: z.number().int().describe('How-manyth attempt at this unit'),
      provider: z.string(),
      model: z.string(),
      outcome: z
        .enum(['stored', 'failed', 'rejected', 'overdue', 'unretrievable', 'unknown', 'cancelled'])
        .nullable()
        .describe('null while it is under way; unknown keeps its price held'),
      estimate: usdSchema.nullable().describe('The price held when it was sent'),
      held: usdSchema,
      captured: usdSchema,
      error: errorFactsSchema.nullable(),
      submittedAt: time,
      settledAt: time,
    }),
  ),
  reused: z
    .array(
      z.object({
        unit: unitSchema,
        id: z.string(),
        revision: z.number().int(),
        origin: z.enum(ORIGINS),
        from: z.string().describe('The film for which it was bought'),
        attemptId: z.string(),
        captured: usdSchema,
        at: z.iso.datetime(),
      }),
    )
    .describe('What a revision did not have to buy, and where it came from'),
});

export type FilmCosts = z.infer<typeof filmCostsSchema>;
