import { z } from 'zod';
import { artifactRefSchema } from './artifact';

/** The last three are bought only where a provider refuses a keyframe or a clip: the words anew, or the picture. */
export const UNIT_KINDS = [
  'storyboard',
  'keyframe',
  'clip',
  'cut',
  'keyframe-prompt',
  'clip-prompt',
  'redrawn-keyframe',
] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** One thing that has to exist. `n`: the index of a keyframe or of its prompt from 0, the scene of a clip or of its prompt from 1, else 0. */
export const unitSchema = z.object({ kind: z.enum(UNIT_KINDS), n: z.number().int().nonnegative() });
export type Unit = z.infer<typeof unitSchema>;

/** What a finished clip is, as measured on its bytes. */
export const clipFactsSchema = z.object({
  durationSeconds: z.number().positive(),
  frames: z.number().int().positive(),
  fps: z.number().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  hasAudio: z.boolean(),
  isCopyable: z
    .boolean()
    .optional()
    .describe('Whether a film of its size and rate takes its frames as they are; left out by older versions'),
  sound: artifactRefSchema
    .optional()
    .describe('Its sound decoded: 16 bits, 48 kHz, stereo, in step with its picture; left out where there is none'),
});
export type ClipFacts = z.infer<typeof clipFactsSchema>;
