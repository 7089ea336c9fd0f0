import { z } from 'zod';
import { textSchema } from './text';

export const MAX_SCENES = 60;
/** Of any video model; what those of a film take is checked when it is ordered. */
export const SCENE_SECONDS = { min: 3, max: 15 } as const;

/** How a scene is entered: `continue` keeps the keyframe of the scene before it, `cut` begins a new chain. */
export const TRANSITIONS = ['continue', 'cut'] as const;
export type Transition = (typeof TRANSITIONS)[number];

/** Letters, digits, `-` and `_`. */
export const sceneIdSchema = z.string().regex(/^[\w-]{1,40}$/, 'must be 1 to 40 letters, digits, - or _');

export const characterSchema = z.object({
  name: textSchema(80),
  face: textSchema(400),
  clothing: textSchema(400),
  identityTag: textSchema(120).describe('Short fixed phrase repeated in each prompt in which the character appears'),
});

export const sceneSchema = z.object({
  id: sceneIdSchema.optional().describe('Stays with the scene when it is moved; given to it where there is none'),
  description: textSchema(600),
  place: textSchema(80).optional().describe('Name of the place where it is set, where an image is given of that'),
  keyDetails: z.array(textSchema(200)).min(3).max(6),
  startFramePrompt: textSchema(4000),
  endFramePrompt: textSchema(4000),
  motionPrompt: textSchema(2000).describe('What moves and how the camera moves; nothing about how things look'),
  seconds: z.number().int().min(SCENE_SECONDS.min).max(SCENE_SECONDS.max),
  transition: z.enum(TRANSITIONS).describe('How this scene is entered'),
  dialogue: z
    .array(z.object({ speaker: textSchema(80), line: textSchema(300) }))
    .max(4)
    .optional()
    .describe('What is said in the scene, in its order: the captions'),
});

export const styleGuideSchema = z.object({
  look: textSchema(400),
  camera: textSchema(400),
  lighting: textSchema(400),
  palette: textSchema(400),
  sound: textSchema(400),
});

export const storyboardSchema = z.object({
  title: textSchema(120),
  styleGuide: styleGuideSchema,
  characters: z.array(characterSchema).max(8),
  scenes: z
    .array(sceneSchema)
    .min(1)
    .max(MAX_SCENES)
    .refine((scenes) => haveOwnIds(scenes), 'must not give one id to two scenes'),
});

export type Character = z.infer<typeof characterSchema>;
export type StyleGuide = z.infer<typeof styleGuideSchema>;
export type Scene = z.infer<typeof sceneSchema>;
export type Storyboard = z.infer<typeof storyboardSchema>;

function haveOwnIds(scenes: readonly { id?: string | undefined }[]): boolean {
  const ids = scenes.flatMap(({ id }) => id ?? []);
  return new Set(ids).size === ids.length;
}
