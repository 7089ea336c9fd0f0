import { z } from 'zod';
import { type CutSpec, cutOptionsSchema, cutSpecSchema, findTransitionBeyond } from './cut';
import { type FilmImages, filmImagesSchema, imageRules } from './film-images';
import { gateRules } from './gates';
import { modelRules } from './models';
import { microsSchema, toMicros, usdSchema } from './money';
import { MAX_SCENES, SCENE_SECONDS, storyboardSchema } from './storyboard';
import { textSchema } from './text';

export const STYLES = [
  'cinematic',
  'documentary',
  'commercial',
  'vlog',
  'horror',
  'anime',
  'vintage',
  'scifi',
  'nature',
  'action',
] as const;
export type Style = (typeof STYLES)[number];

export const ASPECT_RATIOS = ['16:9', '9:16'] as const;
export type AspectRatio = (typeof ASPECT_RATIOS)[number];

export const RESOLUTIONS = ['360p', '720p', '1080p', '4k'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** `chain`: each keyframe is drawn from the one before it. `anchored`: all of a chain from its first, at once. */
export const CONTINUITIES = ['chain', 'anchored'] as const;
export type Continuity = (typeof CONTINUITIES)[number];

export const DEFAULT_SCENE_SECONDS = 6;

const metadataSchema = z.record(z.string().min(1).max(40), z.string().max(500));

// Asked of any text, also of one that is no amount.
const budgetSchema = usdSchema.refine((usd) => /[1-9]/.test(usd), 'must be more than zero');

/** What every stage has to know of the order; the prompt and a user's own storyboard travel apart from it. */
export const specSchema = z.object({
  style: z.enum(STYLES),
  scenes: z.number().int().min(1).max(MAX_SCENES),
  sceneSeconds: z.number().int().min(SCENE_SECONDS.min).max(SCENE_SECONDS.max),
  aspectRatio: z.enum(ASPECT_RATIOS),
  resolution: z.enum(RESOLUTIONS),
  continuity: z.enum(CONTINUITIES),
  minClips: z.number().int().min(1).max(MAX_SCENES),
  budgetMicros: microsSchema,
  cut: cutSpecSchema.optional(),
  images: filmImagesSchema.optional(),
  onMissingReference: imageRules.onMissingReference,
  onRefusal: imageRules.onRefusal,
  fallbackOnRefusal: modelRules.fallbackOnRefusal,
  ...gateRules,
});

export type Spec = z.infer<typeof specSchema>;

const controlFree = (value: unknown): boolean => !JSON.stringify(value).includes('\\u0000');

/** Body of `POST /v1/films`. Exactly one of `prompt` and `storyboard`. */
export const createFilmSchema = z
  .strictObject({
    prompt: textSchema(8000).optional().describe('What the film is about'),
    storyboard: storyboardSchema.optional().describe("A storyboard of the user's own, taken instead of a prompt"),
    style: z.enum(STYLES).default('cinematic'),
    scenes: z.number().int().min(1).max(MAX_SCENES).default(6),
    sceneSeconds: z
      .number()
      .int()
      .min(SCENE_SECONDS.min)
      .max(SCENE_SECONDS.max)
      .optional()
      .describe(`Default ${DEFAULT_SCENE_SECONDS}, or what the video models take that is nearest to it`),
    aspectRatio: z.enum(ASPECT_RATIOS).default('16:9'),
    resolution: z.enum(RESOLUTIONS).default('720p'),
    continuity: z.enum(CONTINUITIES).default('chain'),
    minClips: z
      .number()
      .int()
      .min(1)
      .max(MAX_SCENES)
      .default(3)
      .describe('Fewer finished clips than this fail the film'),
    ...imageRules,
    ...gateRules,
    ...modelRules,
    budgetUsd: budgetSchema.default('25.000000').describe('Nothing is bought beyond this'),
    cut: cutOptionsSchema.optional().describe('How the clips are put together; can be changed later at no cost'),
    metadata: metadataSchema
      .refine((metadata) => Object.keys(metadata).length <= 16, 'must have at most 16 keys')
      .refine(controlFree, 'must hold no NUL character')
      .default({}),
  })
  .refine((order) => (order.prompt === undefined) !== (order.storyboard === undefined), {
    path: ['prompt'],
    message: 'exactly one of prompt and storyboard must be given',
    // Told together with every other fault of the order, not only once those are mended.
    when: ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value),
  })
  .superRefine((order, context) => {
    const scenes = order.storyboard?.scenes.length ?? order.scenes;
    const index = order.cut ? findTransitionBeyond(order.cut, scenes) : null;
    if (index === null) return;
    const message = `must be at most ${scenes}, the number of scenes`;
    context.addIssue({ code: 'custom', path: ['cut', 'transitions', index, 'scene'], message });
  });

export type CreateFilm = z.infer<typeof createFilmSchema>;

/** `cut` and `images` as the order's own are: with the files that it names by id. `sceneSeconds`: where it names none. */
export function toSpec(
  order: CreateFilm,
  { cut, images, ...given }: { cut?: CutSpec | undefined; images?: FilmImages | undefined; sceneSeconds?: number } = {},
): Spec {
  const { style, aspectRatio, resolution, continuity, minClips, budgetUsd, runThrough, approve } = order;
  const { onMissingReference, onRefusal, fallbackOnRefusal } = order;
  const scenes = order.storyboard?.scenes.length ?? order.scenes;
  const sceneSeconds = order.sceneSeconds ?? given.sceneSeconds ?? DEFAULT_SCENE_SECONDS;
  return {
    style,
    scenes,
    sceneSeconds,
    aspectRatio,
    resolution,
    continuity,
    minClips,
    budgetMicros: toMicros(budgetUsd),
    runThrough,
    approve,
    onMissingReference,
    onRefusal,
    fallbackOnRefusal,
    ...(cut && { cut }),
    ...(images && { images }),
  };
}
