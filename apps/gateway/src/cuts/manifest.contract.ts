import { z } from 'zod';
import { artifactRefSchema } from '@shared/contracts/artifact';
import { cutSceneSchema, cutViewSchema } from '@shared/contracts/cut';
import { errorFactsSchema } from '@shared/contracts/error-facts';
import { gapSchema } from '@shared/contracts/events';
import { FILM_STATUSES, orderViewSchema } from '@shared/contracts/film';
import { usdSchema } from '@shared/contracts/money';
import { historyEntrySchema } from '@shared/contracts/refusals';

const madeSchema = z.object({
  artifact: artifactRefSchema.nullable(),
  attemptId: z.string().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  operationId: z.string().nullable().describe('By which the provider knows it'),
  cost: usdSchema.describe('Of all attempts at it'),
});

/** What a film was made from. */
export const manifestSchema = z.object({
  object: z.literal('manifest'),
  film: z.object({
    id: z.string(),
    title: z.string().nullable(),
    status: z.enum(FILM_STATUSES),
    revision: z.number().int(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  }),
  order: orderViewSchema,
  cut: cutViewSchema,
  storyboard: artifactRefSchema.nullable(),
  outputs: z.record(z.string(), artifactRefSchema).describe('Files of the cut, film and poster among them'),
  cost: z.object({ captured: usdSchema, held: usdSchema }),
  gaps: z.array(gapSchema),
  scenes: z.array(
    z.object({
      n: z.number().int(),
      description: z.string(),
      prompts: z.object({ startFrame: z.string(), endFrame: z.string(), motion: z.string() }).nullable(),
      place: cutSceneSchema.nullable().describe('Where it lies in the film; null for a gap'),
      start: madeSchema,
      end: madeSchema,
      clip: madeSchema,
      error: errorFactsSchema.nullable(),
      history: z.array(historyEntrySchema).describe('What was refused, and which models were passed over, and why'),
    }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestPart = z.infer<typeof madeSchema>;
