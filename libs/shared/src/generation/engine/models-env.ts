import { z } from 'zod';
import { chooseModels, type Models, MOST_MODELS, modelNameSchema, type ModelLists } from '@shared/contracts/models';

const modelList = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) => text.split(',').map((name) => name.trim()))
    .refine((names) => names.length <= MOST_MODELS, `must be at most ${MOST_MODELS} models, joined by commas`)
    .refine((names) => new Set(names).size === names.length, 'must not name one model twice')
    .pipe(z.tuple([modelNameSchema], modelNameSchema));

/** The models of each kind where an order names none, joined by commas: the first makes films, the next where one is gone or has no quota. */
export const TEXT_MODEL = { TEXT_MODEL: modelList('gemini-3.8-flash') };
export const IMAGE_MODEL = { IMAGE_MODEL: modelList('gemini-nano-banana-2.1') };
export const VIDEO_MODEL = { VIDEO_MODEL: modelList('gemini-omni-1.2-flash') };

/** Where nothing is set. */
export const DEFAULT_MODELS: ModelLists = toDefaultModels(
  z.object({ ...TEXT_MODEL, ...IMAGE_MODEL, ...VIDEO_MODEL }).parse({}),
);

/** The models of one kind for films from before theirs were named. */
export function modelsOfToday(set: Partial<ModelLists>): Models {
  return chooseModels(undefined, { ...DEFAULT_MODELS, ...set });
}

type ModelsEnv = z.infer<z.ZodObject<typeof TEXT_MODEL & typeof IMAGE_MODEL & typeof VIDEO_MODEL>>;

export function toDefaultModels(env: ModelsEnv): ModelLists {
  return { text: env.TEXT_MODEL, image: env.IMAGE_MODEL, video: env.VIDEO_MODEL };
}
