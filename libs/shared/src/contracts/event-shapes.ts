import { z } from 'zod';
import { artifactRefSchema } from './artifact';
import { unitIdSchema, unitRecipeSchema } from './build-order';
import { errorFactsSchema } from './error-facts';
import { gateSchema } from './gates';
import { modelsSchema } from './models';
import { microsSchema } from './money';
import { specSchema } from './order';
import { TRANSITIONS } from './storyboard';
import { unitSchema } from './unit';

const revision = z.number().int().positive();

/** A key of a vendor, encrypted under the master key: whoever holds that reads it, the event alone says nothing. */
export const providerKeyShape = {
  vendor: z.string(),
  reference: z.string().describe('The name under which rows, events and logs know it'),
  version: z.number().int().positive().describe('Of two, the higher one holds'),
  sealed: z.string().nullable().describe('null: it is removed'),
};

/** What keeps a stage from asking a model under one credential. */
export const outageSchema = z.object({
  since: z.iso.datetime(),
  until: z.iso.datetime().describe('Nobody asks before; whoever is next finds out'),
  reason: errorFactsSchema,
});

export const poolShape = {
  vendor: z.string(),
  model: z.string(),
  credential: z.string().describe('Its name'),
  version: z.number().int().positive().describe('Of two of one stage and pool, the higher one holds'),
  outage: outageSchema.nullable().describe('null: whoever asks gets an answer'),
};

/** How a unit came by its artifact. */
export const ORIGINS = ['bought', 'reused', 'pinned', 'given'] as const;
export type Origin = (typeof ORIGINS)[number];

/** What every event about an attempt says. */
export const attemptFacts = {
  revision: revision.default(1),
  attemptId: z.string(),
  unit: unitSchema,
  number: z.number().int().positive().describe('How-manyth attempt at this unit'),
  provider: z.string(),
  model: z.string(),
  operationId: z.string().nullable().optional().describe("The provider's own id of it, once it is known"),
};

/** What is known of a film once its storyboard is. */
export const approvedShape = {
  revision,
  spec: specSchema,
  storyboard: artifactRefSchema,
  title: z.string(),
  scenes: z.array(
    z.object({
      n: z.number().int().positive(),
      seconds: z.number().int().positive(),
      transition: z.enum(TRANSITIONS),
      description: z.string(),
      warnings: z.array(z.string()).default([]).describe('What could not be done as it was ordered'),
    }),
  ),
  estimateMicros: microsSchema.describe('Expected cost of the whole film, the storyboard included'),
  allotments: z.object({ keyframer: microsSchema, clipper: microsSchema }).describe('What each stage may spend'),
  units: z
    .array(unitRecipeSchema)
    .default([])
    .describe('Keyframes and clips; what a unit is made from comes before it'),
  models: modelsSchema.nullable().default(null),
  openGates: z.array(gateSchema).default([]),
};

/** Where the artifact of a unit comes from. */
export const provenance = {
  unitId: unitIdSchema.optional(),
  inputHash: z.string().optional(),
  take: z.number().int().positive().optional(),
  origin: z
    .enum(ORIGINS)
    .optional()
    .describe(
      'bought for this revision; reused: nothing was paid; pinned: chosen by hand; given: an image of the user',
    ),
  from: z.string().optional().describe('The film for which it was bought'),
};
