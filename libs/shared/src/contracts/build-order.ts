import { z } from 'zod';
import { artifactRefSchema } from './artifact';
import { gateSchema } from './gates';
import { modelsSchema } from './models';
import { microsSchema } from './money';
import { specSchema } from './order';
import { clipFactsSchema, unitSchema } from './unit';

/** A unit across revisions: `storyboard`, `keyframe/<scene id>/start|end`, `clip/<scene id>`. */
export const unitIdSchema = z.string().regex(/^(storyboard|keyframe\/[\w-]{1,40}\/(start|end)|clip\/[\w-]{1,40})$/);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** An artifact that satisfies a unit, and where it was bought. */
export const answerSchema = z.object({
  artifact: artifactRefSchema,
  facts: clipFactsSchema.nullable().default(null),
  attemptId: z.string(),
  filmId: z.string().describe('The film for which it was bought'),
});
export type Answer = z.infer<typeof answerSchema>;

/** An answer that was chosen by hand. It holds until anything that the unit is made from is changed. */
export const pinSchema = answerSchema.extend({ lineage: sha256 });
export type Pin = z.infer<typeof pinSchema>;

/** All that determines a revision of a film. Without a storyboard the planner writes one from the prompt. */
export const buildOrderShape = {
  revision: z.number().int().positive(),
  spec: specSchema,
  prompt: z.string().nullable(),
  storyboard: artifactRefSchema.nullable().describe("The storyboard as it is to be: the user's own, edited, or kept"),
  takes: z.record(unitIdSchema, z.number().int().positive()).default({}).describe('1 where nothing is said'),
  notes: z.record(unitIdSchema, z.string()).default({}).describe('What somebody who rejected the last take wants'),
  pins: z.record(unitIdSchema, pinSchema).default({}),
  models: modelsSchema.nullable().default(null).describe('null: those of today'),
  openGates: z.array(gateSchema).default([]),
  spentMicros: z
    .object({ planner: microsSchema, keyframer: microsSchema, clipper: microsSchema })
    .default({ planner: 0, keyframer: 0, clipper: 0 })
    .describe('On earlier revisions'),
  wantedMicros: z
    .object({ keyframer: microsSchema, clipper: microsSchema })
    .nullable()
    .default(null)
    .describe('What the plan found to be bought; null while there is no storyboard to plan from'),
};

/** One unit as its stage is told of it: handlers need neither storyboard nor store. */
export const unitRecipeSchema = unitSchema.extend({
  id: unitIdSchema,
  take: z.number().int().positive(),
  recipe: sha256.describe('Hash over all inputs that are no artifacts'),
  refs: z.record(z.string(), unitSchema).describe('The units whose artifacts it is made from, by what they are to it'),
  note: z.string().optional(),
  pinned: answerSchema.optional(),
  given: z.literal(true).optional().describe("The answer is the user's own image"),
});
export type UnitRecipe = z.infer<typeof unitRecipeSchema>;
