import { z } from 'zod';

export const MODEL_KINDS = ['text', 'image', 'video'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

export const modelNameSchema = z
  .string()
  .regex(/^[\w.:/@-]{1,120}$/, 'must be the name of a model, as its vendor spells it');

export const MOST_MODELS = 5;

const wishes = z
  .array(modelNameSchema)
  .min(1)
  .max(MOST_MODELS)
  .refine((names) => new Set(names).size === names.length, 'must not name one model twice')
  .optional();

/** What an order says of models. */
export const modelRules = {
  models: z
    .strictObject({ text: wishes, image: wishes, video: wishes })
    .optional()
    .describe(
      'The first of each kind makes the film, the next where one is gone or has no quota; default: the settings',
    ),
  fallbackOnRefusal: z
    .boolean()
    .default(false)
    .describe('Whether the next model is also asked where one refuses what is shown or said'),
};
export type ModelWishes = z.infer<typeof modelRules.models>;

const names = z.array(z.string());

/** Models of each kind, the first choice first. */
export const modelListsSchema = z.object({ text: names, image: names, video: names });
export type ModelLists = Record<ModelKind, readonly [string, ...string[]]>;

/** The models that a film is made with: they stay the same through its forks. Only the first choices make a difference to what a unit is. */
export const modelsSchema = z.object({
  text: z.string().nullable().default(null).describe('null: of today, for films from before it was kept'),
  image: z.string(),
  video: z.string(),
  fallbacks: modelListsSchema.default({ text: [], image: [], video: [] }).describe('In their order'),
});
export type Models = z.infer<typeof modelsSchema>;
/** What of them keyframes and clips are described by. */
export type FirstChoices = Pick<Models, 'image' | 'video'>;

/** The models of an order: its own, and the settings' where it names none. */
export function chooseModels(wishes: ModelWishes, defaults: ModelLists): Models {
  const choose = (kind: ModelKind): ModelLists[ModelKind] => {
    const [first, ...rest] = wishes?.[kind] ?? [];
    return first === undefined ? defaults[kind] : [first, ...rest];
  };
  const [[text, ...texts], [image, ...images], [video, ...videos]] = [choose('text'), choose('image'), choose('video')];
  return { text, image, video, fallbacks: { text: texts, image: images, video: videos } };
}

/** The models of a film after a change: those that it does not name stay. */
export function changeModels(before: Models, wishes: ModelWishes): Models {
  const lists = { ...toModelLists(before), ...wishes };
  const [text = null, ...texts] = lists.text;
  const [image = before.image, ...images] = lists.image;
  const [video = before.video, ...videos] = lists.video;
  return { text, image, video, fallbacks: { text: texts, image: images, video: videos } };
}

/** Each first choice with its fallbacks behind it; of text none, where that was not kept. */
export function toModelLists({ text, image, video, fallbacks }: Models): z.infer<typeof modelListsSchema> {
  return {
    text: text === null ? [] : [text, ...fallbacks.text],
    image: [image, ...fallbacks.image],
    video: [video, ...fallbacks.video],
  };
}
