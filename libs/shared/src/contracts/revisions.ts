import { z } from 'zod';
import { expectedRevisionSchema } from './expected-revision';
import { FRAME_ENDS, imageSourceSchema, referencesSchema } from './film-images';
import { gateSchema } from './gates';
import { modelRules } from './models';
import { usdSchema } from './money';
import { characterSchema, MAX_SCENES, sceneIdSchema, sceneSchema, styleGuideSchema } from './storyboard';
import { textSchema } from './text';
import { unitSchema } from './unit';

const revision = expectedRevisionSchema;

const scene = z
  .union([sceneIdSchema, z.number().int().min(1).max(MAX_SCENES)])
  .describe('Id of a scene, or its number as it was before this request');

const scope = z
  .enum(['downstream', 'only'])
  .default('downstream')
  .describe('only: what was made from it stays as it is; downstream: it is made anew');

export const SCOPES = ['downstream', 'only'] as const;
export type Scope = (typeof SCOPES)[number];

const newScene = sceneSchema.omit({ id: true });

/** One change of the scenes. Changes are made in their order. */
export const sceneChangeSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('edit'), scene, set: newScene.partial().strict() }),
  z.strictObject({
    op: z.literal('add'),
    after: scene.nullable().describe('null: before the first'),
    scene: newScene.strict(),
  }),
  z.strictObject({ op: z.literal('remove'), scene }),
  z.strictObject({ op: z.literal('move'), scene, after: scene.nullable().describe('null: to the front') }),
]);
export type SceneChange = z.infer<typeof sceneChangeSchema>;

const models = modelRules.models.describe(
  "Instead of the film's own: another first choice makes all of it anew, one behind it only what is missing",
);

/** Body of `PATCH /v1/films/{id}/storyboard`. What it does not name stays. */
export const editStoryboardSchema = z.strictObject({
  revision,
  models,
  title: textSchema(120).optional(),
  styleGuide: styleGuideSchema.partial().strict().optional(),
  characters: z.array(characterSchema).max(8).optional().describe('All of them, in place of those there were'),
  references: referencesSchema.optional().describe('All of them, in place of those there were'),
  keyframes: z
    .array(
      z.strictObject({
        scene,
        frame: z.enum(FRAME_ENDS),
        image: imageSourceSchema.nullable().describe('null: to be drawn instead'),
      }),
    )
    .max(2 * MAX_SCENES)
    .optional()
    .describe("Keyframes of the user's own; those that are not named stay"),
  changes: z
    .array(sceneChangeSchema)
    .max(4 * MAX_SCENES)
    .default([]),
});
export type EditStoryboard = z.infer<typeof editStoryboardSchema>;

export const SCENE_PARTS = ['start', 'end', 'clip'] as const;
export type ScenePart = (typeof SCENE_PARTS)[number];

/** Body of `POST /v1/films/{id}/scenes/{n}/regenerate`. */
export const regenerateSchema = z
  .strictObject({
    revision,
    part: z.enum(SCENE_PARTS).default('clip').describe('Its start or end keyframe, or its clip'),
    scope,
    note: textSchema(2000).optional().describe('What is to be different, in words for the model'),
  })
  .prefault({});
export type Regenerate = z.infer<typeof regenerateSchema>;

/** Body of `POST /v1/films/{id}/retry`. */
export const retrySchema = z
  .strictObject({
    revision,
    models,
    budgetUsd: usdSchema.optional().describe('A new limit, where the old one was in the way'),
  })
  .prefault({});

/** Body of `POST /v1/films/{id}/fork`. */
export const forkSchema = z
  .strictObject({
    revision,
    metadata: z.record(z.string().min(1).max(40), z.string().max(500)).optional(),
  })
  .prefault({});

/** Body of `POST /v1/films/{id}/approve`. */
export const approveSchema = z.strictObject({ revision }).prefault({});

/** Body of `POST /v1/films/{id}/reject`. */
export const rejectSchema = z.strictObject({
  revision,
  notes: textSchema(2000).describe('What is to be different'),
  scenes: z
    .array(scene)
    .min(1)
    .max(MAX_SCENES)
    .optional()
    .describe('Whose keyframes or clips are rejected; all where nothing is said'),
});

/** Body of `PUT /v1/films/{id}/scenes/{n}/selected`. */
export const selectTakeSchema = z.strictObject({
  revision,
  part: z.enum(SCENE_PARTS).default('clip'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal'),
  scope,
});

export const causeSchema = z.object({
  input: z.string().describe('Name of the input that is not what it was'),
  unit: z.string().nullable().describe('The unit whose artifact it is; null for words and settings'),
  was: z.unknown(),
  is: z.unknown().describe('null: not made yet'),
});

/** What a change comes to before it is made: the answer to `?dryRun=true`, and to the change itself. */
export const planSchema = z.object({
  object: z.literal('plan'),
  filmId: z.string().nullable().describe('The film that it is made for; null for a film that is not made yet'),
  revision: z.number().int().describe('The revision that the plan leads to'),
  dryRun: z.boolean(),
  changed: z.boolean().describe('false: the film is that already, and no revision is made'),
  totals: z.object({
    fresh: z.number().int(),
    stale: z.number().int(),
    missing: z.number().int(),
    price: usdSchema.describe('What will be bought when each first attempt succeeds'),
    spent: usdSchema.describe('What the film has cost and holds so far'),
    limit: usdSchema,
  }),
  units: z.array(
    unitSchema.extend({
      id: z.string(),
      scene: z.string().nullable().describe('Id of the scene that it belongs to'),
      take: z.number().int(),
      state: z.enum(['fresh', 'stale', 'missing']),
      pinned: z.boolean().describe('An answer chosen by hand'),
      why: z.string().nullable().describe('Why it is not fresh, for a person'),
      causes: z.array(causeSchema),
      price: usdSchema,
      sha256: z.string().nullable(),
    }),
  ),
  assumes: z.string().nullable().describe('Of an order by prompt: what nobody knows before it is written'),
  gates: z.array(gateSchema).describe('Where the film will wait'),
  links: z.object({ film: z.string().nullable() }),
});
export type Plan = z.infer<typeof planSchema>;

/** What `GET /v1/films/{id}/scenes/{n}/takes` answers: everything that was ever made for a scene. */
export const takeListSchema = z.object({
  data: z.array(
    z.object({
      part: z.enum(SCENE_PARTS),
      take: z.number().int(),
      sha256: z.string(),
      bytes: z.number().int(),
      selected: z.boolean().describe('The film uses it now'),
      revision: z.number().int().describe('The first revision that had it'),
      attemptId: z.string(),
      from: z.string().describe('The film for which it was bought'),
      at: z.iso.datetime(),
      link: z.string().nullable(),
    }),
  ),
  nextCursor: z.null(),
});
export type TakeList = z.infer<typeof takeListSchema>;
