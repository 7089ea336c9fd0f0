import { z } from 'zod';
import { artifactRefSchema } from './artifact';
import { expectedRevisionSchema } from './expected-revision';
import { MAX_SCENES } from './storyboard';

/**
 * How the picture passes from one scene to the next. `cut`: at once. `continue`: at once, and the frame that both scenes share is shown once.
 * `crossfade`: the two overlap. `fade` goes through black, `dip` through white, without overlap.
 */
export const TRANSITION_KINDS = ['cut', 'continue', 'crossfade', 'fade', 'dip'] as const;
export type TransitionKind = (typeof TRANSITION_KINDS)[number];

const HARD_KINDS: readonly TransitionKind[] = ['cut', 'continue'];
const SOFT_SECONDS = { min: 0.1, max: 1.4 } as const;

/** `files`: SRT and VTT beside the film. `track`: also in the MP4. `burned`: also drawn into the picture. */
export const CAPTION_MODES = ['off', 'files', 'track', 'burned'] as const;

export const sceneTransitionSchema = z
  .strictObject({
    scene: z.number().int().min(2).max(MAX_SCENES).describe('The scene that is entered this way; the first has none'),
    kind: z.enum(TRANSITION_KINDS),
    seconds: z
      .number()
      .min(SOFT_SECONDS.min)
      .max(SOFT_SECONDS.max)
      .optional()
      .describe('Of crossfade, fade and dip; 0.5 when left out'),
  })
  .refine(({ kind, seconds }) => seconds === undefined || !HARD_KINDS.includes(kind), {
    path: ['seconds'],
    message: `must be left out for ${HARD_KINDS.join(' and ')}, which take no time`,
  });
export type SceneTransition = z.infer<typeof sceneTransitionSchema>;

const transitions = z
  .array(sceneTransitionSchema)
  .max(MAX_SCENES - 1)
  .refine((list) => new Set(list.map(({ scene }) => scene)).size === list.length, 'must name each scene once')
  .describe('Scenes that are entered otherwise than the storyboard says');

const loudnessLufs = z
  .number()
  .min(-31)
  .max(-9)
  .describe('Integrated loudness of the film, in LUFS; true peak stays under -1.5 dB');

const captions = z.enum(CAPTION_MODES).describe("What becomes of the storyboard's dialogue");

const musicLevels = {
  gainDb: z.number().min(-40).max(6).default(-12).describe('Of the music against its own level'),
  duck: z.boolean().default(true).describe('Lower the music while the clips have sound'),
};

export const musicWishSchema = z.strictObject({
  id: z.string().regex(/^mus_[0-9a-z]{26}$/, 'must be the id of an uploaded piece of music'),
  ...musicLevels,
});

const DEFAULT_LUFS = -16;

/** What an order may say of its cut. */
export const cutOptionsSchema = z.strictObject({
  transitions: transitions.default([]),
  loudnessLufs: loudnessLufs.default(DEFAULT_LUFS),
  music: musicWishSchema.nullable().default(null).describe('Looped or cut to the length of the film'),
  captions: captions.default('files'),
});
export type CutOptions = z.infer<typeof cutOptionsSchema>;

/** Body of `PATCH /v1/films/{id}/cut`: what is left out stays as it is. */
export const editCutSchema = z.strictObject({
  revision: expectedRevisionSchema,
  transitions: transitions.optional(),
  loudnessLufs: loudnessLufs.optional(),
  music: musicWishSchema.nullable().optional(),
  captions: captions.optional(),
});
export type EditCut = z.infer<typeof editCutSchema>;

/** The same for the stitcher, which is told where the music is instead of its id. */
export const cutSpecSchema = z.object({
  transitions: z.array(sceneTransitionSchema),
  loudnessLufs,
  music: z.object({ artifact: artifactRefSchema, gainDb: z.number(), duck: z.boolean() }).nullable(),
  captions,
});
export type CutSpec = z.infer<typeof cutSpecSchema>;

export const DEFAULT_CUT_SPEC: CutSpec = {
  transitions: [],
  loudnessLufs: DEFAULT_LUFS,
  music: null,
  captions: 'files',
};

/** Files of a cut beside film and poster, by the name under which they are served. */
export const CUT_FILES = [
  'contact-sheet.jpg',
  'preview.webp',
  'thumbnails.jpg',
  'thumbnails.vtt',
  'captions.srt',
  'captions.vtt',
  'timeline.otio',
] as const;
export type CutFile = (typeof CUT_FILES)[number];

/** Where a scene lies in the film, in its frames. */
export const cutSceneSchema = z.object({
  scene: z.number().int().positive(),
  startFrame: z.number().int().nonnegative(),
  frames: z.number().int().positive(),
  transition: z.enum(TRANSITION_KINDS),
  transitionSeconds: z.number().nonnegative(),
});
export type CutScene = z.infer<typeof cutSceneSchema>;

/** A part of the film for streaming (fMP4), which plays behind `init`. */
export const fragmentSchema = z.object({
  index: z.number().int().nonnegative(),
  scene: z.number().int().positive().describe('The first scene in it'),
  seconds: z.number().positive(),
  artifact: artifactRefSchema,
  init: artifactRefSchema,
});
export type Fragment = z.infer<typeof fragmentSchema>;

/** The first transition that the film has no scene for; null when there is none. */
export function findTransitionBeyond(
  { transitions: list }: Pick<CutOptions, 'transitions'>,
  scenes: number,
): number | null {
  const index = list.findIndex(({ scene }) => scene > scenes);
  return index === -1 ? null : index;
}

/** How the film is put together now, as it is shown. */
export const cutViewSchema = z.object({
  take: z.number().int().positive().describe('How-manyth cut of this revision'),
  transitions: z.array(sceneTransitionSchema),
  loudnessLufs: z.number(),
  music: z.object({ id: z.string(), gainDb: z.number(), duck: z.boolean() }).nullable(),
  captions,
});
export type CutView = z.infer<typeof cutViewSchema>;

/** A piece of music that a user has uploaded. */
export const musicViewSchema = z.object({
  id: z.string(),
  object: z.literal('music'),
  sha256: z.string(),
  bytes: z.number().int(),
  mediaType: z.string(),
  createdAt: z.iso.datetime(),
});
export type MusicView = z.infer<typeof musicViewSchema>;
