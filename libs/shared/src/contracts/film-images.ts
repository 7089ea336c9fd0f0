import { z } from 'zod';
import { artifactRefSchema } from './artifact';
import { MAX_SCENES, sceneIdSchema } from './storyboard';
import { textSchema } from './text';

/** character: sent for scenes that name it. place: sent for scenes that are set there or name it. */
export const REFERENCE_KINDS = ['character', 'place'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

export const FRAME_ENDS = ['start', 'end'] as const;
export type FrameEnd = (typeof FRAME_ENDS)[number];

/** What becomes of a film when an image of its user cannot be had. */
export const MISSING_REFERENCE_POLICIES = ['textOnly', 'fail'] as const;
/** What becomes of a unit that the provider refuses for what it shows or says. */
export const REFUSAL_POLICIES = ['soften', 'gap'] as const;

export const UPLOAD_ID = /^ref_[0-9a-f]{32}$/;
const ADDRESS = /^https:\/\/\S+$/;

export const imageSourceSchema = z
  .string()
  .max(2048)
  .refine(
    (text) => UPLOAD_ID.test(text) || ADDRESS.test(text),
    'must be the id of an uploaded image or an https address',
  )
  .describe('Id of an uploaded image (`ref_…`), or an https address of a PNG, JPEG or WebP image');

export const referenceSchema = z.strictObject({
  name: textSchema(80).describe('As scenes name it: a character, or a place'),
  kind: z.enum(REFERENCE_KINDS).default('character'),
  image: imageSourceSchema,
});
export type Reference = z.infer<typeof referenceSchema>;

export const MAX_REFERENCES = 16;

export const referencesSchema = z
  .array(referenceSchema)
  .max(MAX_REFERENCES)
  .refine(
    (all) => new Set(all.map(({ name }) => name.toLowerCase())).size === all.length,
    'must not name one thing twice',
  );

/** A keyframe of the user's own, used as it is: cut to the film's format, and never drawn. */
export const givenFrameSchema = z.strictObject({
  scene: z.union([sceneIdSchema, z.number().int().min(1).max(MAX_SCENES)]).describe('Number or id of the scene'),
  frame: z.enum(FRAME_ENDS).describe('Scenes that are joined by `continue` share one: the end of the first'),
  image: imageSourceSchema,
});
export type GivenFrame = z.infer<typeof givenFrameSchema>;

export const givenFramesSchema = z.array(givenFrameSchema).max(2 * MAX_SCENES);

/** What an order says of images and refusals. */
export const imageRules = {
  references: referencesSchema.default([]).describe('Images of characters and places, for the scenes that name them'),
  keyframes: givenFramesSchema.default([]).describe('Images that are keyframes as they are'),
  onMissingReference: z
    .enum(MISSING_REFERENCE_POLICIES)
    .default('textOnly')
    .describe('textOnly: an image that cannot be had is left out, and its scenes say so; fail: it fails the film'),
  onRefusal: z
    .enum(REFUSAL_POLICIES)
    .default('soften')
    .describe('soften: what a provider refuses is reworded and tried in other ways before it is given up'),
};

const heldImage = {
  from: z.string().describe('Id or address that the user gave'),
  field: z.string().describe('Where in the request it was given'),
  source: artifactRefSchema.nullable().describe('The file that was uploaded; null for an address'),
  artifact: artifactRefSchema.nullable().describe('As it is used; null until it is there'),
  fault: z.string().nullable().describe('Why it cannot be had: it is left out'),
};

/** The images of a revision, as its stages are told of them. */
export const filmImagesSchema = z.object({
  references: z.array(z.object({ name: z.string(), kind: z.enum(REFERENCE_KINDS), ...heldImage })),
  keyframes: z.array(z.object({ scene: sceneIdSchema, frame: z.enum(FRAME_ENDS), ...heldImage })),
});
export type FilmImages = z.infer<typeof filmImagesSchema>;
export type HeldReference = FilmImages['references'][number];
export type HeldFrame = FilmImages['keyframes'][number];
export type HeldImage = HeldReference | HeldFrame;

/** Neither there nor given up. */
export function isPending({ artifact, fault }: HeldImage): boolean {
  return artifact === null && fault === null;
}
